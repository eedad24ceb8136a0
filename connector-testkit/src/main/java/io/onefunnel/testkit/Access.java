package io.onefunnel.testkit;

/** How the adapter under test is connected. */
public enum Access {
    RIGHT,
    /** {@link VendorFixture#WRONG_SECRET} in the place of the secret. */
    WRONG_CREDENTIALS,
    /** An address of this machine at which nobody listens. */
    UNREACHABLE_HOST
}
