package io.onefunnel.salesforce;

/** A signed-in session. Its end is not known beforehand: the vendor says so with INVALID_SESSION_ID. */
record Session(String token, String instanceUrl, String orgId) {
    @Override
    public String toString() {
        return "session of org " + orgId;
    }
}
