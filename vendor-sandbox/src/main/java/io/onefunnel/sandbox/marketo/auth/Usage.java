package io.onefunnel.sandbox.marketo.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.vendor.HttpAnswer;

/** How much of its daily quota the instance has used. */
public final class Usage {
    private final Limits limits;

    public Usage(Limits limits) {
        this.limits = limits;
    }

    /** Adds the endpoint that tells the calls of the day. */
    public void serve(Routes routes) {
        routes.on("GET", "rest/v1/stats/usage.json", "usage", this::today);
    }

    private HttpAnswer today(ApiCall call) {
        int calls = limits.callsToday();
        ObjectNode day = Replies.object().put("date", limits.date().toString()).put("total", calls);
        day.putArray("users")
                .addObject()
                .put("userId", InstanceSettings.API_USER)
                .put("count", calls);
        return Replies.result(call, day);
    }
}
