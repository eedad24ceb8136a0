package io.onefunnel.hubspot.client;

/** Where the bearer token of a portal comes from. Asked by several threads. */
interface TokenSource {
    /** The token to send now; an OAuth token is renewed a minute before it ends. */
    String current();

    /**
     * Called when the vendor says that {@code refused} has expired: whether {@link #current} is another one now.
     */
    boolean renew(String refused);
}
