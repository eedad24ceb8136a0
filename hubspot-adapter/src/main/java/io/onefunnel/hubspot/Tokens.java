package io.onefunnel.hubspot;

/** The bearer token of a portal. */
interface Tokens {
    /** The token to send now; an OAuth token is renewed a minute before it ends. */
    String current();

    /**
     * Called when the vendor says that {@code refused} has expired: whether {@link #current} is another one now.
     */
    boolean renew(String refused);
}
