package io.onefunnel.sandbox.salesforce.org;

/** Who the org is, and whom it always has: the API's run-as user, an administrator, and the automated process. */
public record OrgIdentity(
        String orgId, String name, String apiUserId, String apiUsername, String adminId, String automationId) {
    public static final String API_VERSION = "65.0";
}
