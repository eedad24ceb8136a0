package io.onefunnel.sandbox.salesforce.session;

import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.http.HttpCall;
import io.onefunnel.sandbox.salesforce.SalesforceError;
import java.util.Optional;

/** What every API call passes first: a live session, and the org's limits. */
public final class CallGate {
    private final Sessions sessions;
    private final ApiQuota quota;
    private final Faults faults;

    public CallGate(Sessions sessions, ApiQuota quota, Faults faults) {
        this.sessions = sessions;
        this.quota = quota;
        this.faults = faults;
    }

    /** @throws SalesforceError when the call may not happen */
    public void admit(String token, HttpCall call) {
        Optional<Faults.Fault> expired = faults.take("expired-session", call);
        if (expired.isPresent()) sessions.revoke(token);
        if (!sessions.use(token)) {
            throw invalidSession(
                    token, expired.map(fault -> fault.params().get("text")).orElse("1"));
        }
        Optional<Faults.Fault> limit = faults.take("request-limit", call);
        if (limit.isPresent()) {
            boolean concurrent = "concurrent".equals(limit.get().params().get("kind"));
            throw concurrent ? ApiQuota.concurrent() : ApiQuota.daily();
        }
        quota.spend();
    }

    /** Salesforce has two texts: force-wsc's session renewer knows only the first. */
    private static SalesforceError invalidSession(String token, String text) {
        String message = "2".equals(text)
                ? "Session expired or invalid"
                : "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key: "
                        + token.substring(0, Math.min(token.length(), 21));
        return new SalesforceError(401, "INVALID_SESSION_ID", message);
    }
}
