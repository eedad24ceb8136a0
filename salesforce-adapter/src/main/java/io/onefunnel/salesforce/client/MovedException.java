package io.onefunnel.salesforce.client;

import java.io.IOException;

/** An answer sends the caller to another address. It was not followed, so that nothing was done. */
final class MovedException extends IOException {
    private static final long serialVersionUID = 1L;

    MovedException(String host, String origin) {
        super(host + " answers that it moved to " + origin
                + ", where no secret is sent; set url to the org's present My Domain, or look at the proxy in between");
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
