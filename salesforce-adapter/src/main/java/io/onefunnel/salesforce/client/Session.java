package io.onefunnel.salesforce.client;

import java.net.URI;

/** A signed-in session. Its end is not known beforehand: the vendor says so with INVALID_SESSION_ID. */
record Session(String token, String instanceUrl, String orgId) {
    /** Where the org lives, for messages. */
    String host() {
        return URI.create(instanceUrl).getAuthority();
    }

    @Override
    public String toString() {
        return "session of org " + orgId;
    }
}
