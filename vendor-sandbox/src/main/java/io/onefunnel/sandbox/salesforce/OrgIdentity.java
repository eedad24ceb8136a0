package io.onefunnel.sandbox.salesforce;

/** Who the org is, and the two people it always has: the API's run-as user and an administrator. */
public record OrgIdentity(String orgId, String name, String apiUserId, String apiUsername, String adminId) {
    public static final String API_VERSION = "65.0";
}
