package io.onefunnel.salesforce.client;

import java.util.Locale;
import java.util.Optional;

/** What an admin does about a refusal of the token endpoint. Texts as public reports quote them. */
final class LoginErrorHelp {
    private LoginErrorHelp() {}

    /**
     * @param error "invalid_grant" and the like
     * @return empty when this is no error of the token endpoint
     */
    static Optional<String> of(String error, String description) {
        return switch (error) {
            // "External client app is not installed in this org": dust-tt/dust PR #26727.
            case "app_not_found", "OAUTH_EC_APP_NOT_FOUND" ->
                Optional.of("install the external client app in this org (in a sandbox too: it does not come along with"
                        + " a refresh), then authorise it again");
            // Where connected apps must be installed before they are used: jetstreamapp/jetstream #1462.
            case "OAUTH_APPROVAL_ERROR_GENERIC", "OAUTH_APP_BLOCKED", "OAUTH_APP_ACCESS_DENIED" ->
                Optional.of("under Setup, Connected Apps OAuth Usage, install and unblock the app, and let the"
                        + " integration user use it (permitted users, or Approve Uninstalled Connected Apps)");
            // RFC 6749, 5.2.
            case "unauthorized_client", "access_denied" ->
                Optional.of("allow this flow and this user in the policies of the connected app");
            case "invalid_scope" -> Optional.of("give the connected app the scope api, and refresh_token where needed");
            case "invalid_grant" -> Optional.of(ofGrant(description.toLowerCase(Locale.ROOT)));
            case "invalid_client" ->
                Optional.of("client-secret is not the consumer secret of this app, or the secret was rotated");
            case "invalid_client_id" ->
                Optional.of("client-id is not the consumer key of an app of this org; a new app takes ten minutes to"
                        + " be known");
            case "inactive_user" -> Optional.of("activate the integration user");
            case "inactive_org" -> Optional.of("the org is closed or suspended; ask Salesforce");
            case "unsupported_grant_type" ->
                Optional.of("allow this flow in the OAuth settings of the connected app, or choose another grant");
            default -> Optional.empty();
        };
    }

    private static String ofGrant(String description) {
        if (description.contains("approved this consumer")) {
            return "in the connected app set Permitted Users to \"Admin approved users are pre-authorized\" and assign"
                    + " the app to a permission set of the integration user";
        }
        if (description.contains("audience")) {
            return "set audience to https://test.salesforce.com for a sandbox, https://login.salesforce.com for"
                    + " production, or the address of the site";
        }
        if (description.contains("expired authorization code")) {
            return "the assertion was out of date when it arrived: let this machine keep its time by NTP";
        }
        if (description.contains("refresh token") || description.contains("access/refresh")) {
            return "the refresh token was revoked or has expired: authorise the app again and set refresh-token";
        }
        if (description.contains("assertion")) {
            return "the private key does not belong to the certificate of the connected app";
        }
        if (description.contains("locked")) return "unlock the integration user";
        if (description.contains("ip restricted") || description.contains("login hours")) {
            return "the profile's login IP ranges or hours keep this machine out";
        }
        if (description.contains("client credentials user")) {
            return "choose a run-as user in the client credentials flow of the connected app";
        }
        return "check username, the app's policies and the user's login history in Setup";
    }
}
