package io.onefunnel.sandbox.salesforce.session;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.Optional;

/** What every API call passes first: a live session, and the org's limits. */
public final class CallGate {
    private final OrgSettings settings;
    private final Sessions sessions;
    private final ApiQuota quota;
    private final LongCalls longCalls;
    private final Faults faults;

    public CallGate(OrgSettings settings, Sessions sessions, ApiQuota quota, LongCalls longCalls, Faults faults) {
        this.longCalls = longCalls;
        this.settings = settings;
        this.sessions = sessions;
        this.quota = quota;
        this.faults = faults;
    }

    /**
     * What the user of this call may do.
     *
     * @throws SalesforceError when the call may not happen
     */
    public Access admit(String token, HttpCall call) {
        Optional<Faults.Fault> expired = faults.take("expired-session", call);
        if (expired.isPresent()) sessions.revoke(token);
        ApiUser user = sessions.use(token)
                .orElseThrow(() -> invalidSession(
                        token, expired.map(fault -> fault.params().get("text")).orElse("1"), call));
        if (!user.rights().has(Permission.API_ENABLED)) {
            throw new SalesforceError(
                    403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner");
        }
        Optional<Faults.Fault> limit = faults.take("request-limit", call);
        if (limit.isPresent()) {
            boolean concurrent = "concurrent".equals(limit.get().params().get("kind"));
            throw concurrent ? ApiQuota.concurrent() : ApiQuota.daily();
        }
        longCalls.begin(call.held());
        quota.spend();
        return new Access(settings, user);
    }

    /** Who a token belongs to, without counting a call. */
    public Access identify(String token, HttpCall call) {
        return new Access(settings, sessions.use(token).orElseThrow(() -> invalidSession(token, "2", call)));
    }

    /** Salesforce has two texts: force-wsc's session renewer knows only the first; REST has only the second. */
    private static SalesforceError invalidSession(String token, String text, HttpCall call) {
        String message = "2".equals(text) || call.path().startsWith("/services/data")
                ? "Session expired or invalid"
                : "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key: "
                        + token.substring(0, Math.min(token.length(), 21));
        return new SalesforceError(401, "INVALID_SESSION_ID", message);
    }
}
