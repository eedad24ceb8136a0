package io.onefunnel.testkit;

/** How the adapter under test is connected. */
public enum Access {
    /** Everything right. The connection is pinned to {@link VendorFixture#accountId}. */
    RIGHT,
    /** {@link VendorFixture#WRONG_SECRET} in the place of the secret. */
    WRONG_CREDENTIALS,
    /** An address of this machine at which nobody listens. */
    UNREACHABLE_HOST,
    /** Right, but the connection is pinned to another account than the one that answers. */
    OTHER_ACCOUNT
}
