package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.auth.RateLimits;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.time.Instant;
import java.util.List;

/** Whose portal this is, and how much of its day is used. */
final class AccountCalls {
    private final PortalState state;
    private final RateLimits limits;

    AccountCalls(PortalState state, RateLimits limits) {
        this.state = state;
        this.limits = limits;
    }

    Endpoint find(Request request) {
        return switch (request.method() + " " + String.join("/", request.rest())) {
            case "GET details" -> Endpoint.of("account details", List.of(), this::details);
            case "GET api-usage/daily/private-apps" -> Endpoint.of("daily usage", List.of(), this::dailyUsage);
            default -> throw Refusal.htmlNotFound();
        };
    }

    private Reply details() {
        String offset = state.settings()
                .zone()
                .getRules()
                .getOffset(state.clock().instant())
                .toString();
        return Reply.ok(Json.object()
                .put("portalId", PortalSettings.PORTAL_ID)
                .put("accountType", "STANDARD")
                .put("timeZone", state.settings().text("timeZone"))
                .put("companyCurrency", "USD")
                .put("utcOffset", offset)
                .put("uiDomain", "app.hubspot.com")
                .put("dataHostingLocation", "na1"));
    }

    private Reply dailyUsage() {
        Instant now = state.clock().instant();
        ObjectNode body = Json.object();
        body.putArray("results")
                .addObject()
                .put("name", "private-apps-api-calls-daily")
                .put("usageLimit", state.settings().number("callsPerDay"))
                .put("currentUsage", limits.usedToday(now))
                .put("collectedAt", now.toString())
                .put("fetchStatus", "SUCCESS")
                .put("resetsAt", limits.resetsAt(now).toString());
        return Reply.ok(body);
    }
}
