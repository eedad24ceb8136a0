package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Whose portal this is, and how much of its day is used (vendor page §10). */
final class AccountCalls {
    private final PortalState state;
    private final RateLimits limits;

    AccountCalls(PortalState state, RateLimits limits) {
        this.state = state;
        this.limits = limits;
    }

    Reply details() {
        String offset = state.settings
                .zone()
                .getRules()
                .getOffset(state.clock.instant())
                .toString();
        return Reply.ok(Json.object()
                .put("portalId", Tokens.PORTAL_ID)
                .put("accountType", "STANDARD")
                .put("timeZone", state.settings.text("timeZone"))
                .put("companyCurrency", "USD")
                .put("utcOffset", offset)
                .put("uiDomain", "app.hubspot.com")
                .put("dataHostingLocation", "na1"));
    }

    Reply dailyUsage() {
        Instant now = state.clock.instant();
        ObjectNode body = Json.object();
        body.putArray("results")
                .addObject()
                .put("name", "private-apps-api-calls-daily")
                .put("usageLimit", state.settings.number("callsPerDay"))
                .put("currentUsage", limits.usedToday(now))
                .put("collectedAt", now.toString())
                .put("fetchStatus", "SUCCESS")
                .put("resetsAt", limits.resetsAt(now).toString());
        return Reply.ok(body);
    }
}
