package io.onefunnel.sandbox.hubspot.auth;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.RateLimitPolicy;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.auth.Tokens.Caller;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a call passes before and after an endpoint answers it: faults, token, scopes, allowances and their headers. */
public final class RequestFilter {
    // Longer addresses answer 414; the vendor names no number, so this is a common server's.
    private static final int LONGEST_TARGET = 16_000;

    private final Faults faults;
    private final Tokens tokens;
    private final RateLimits limits;

    public RequestFilter(Faults faults, Tokens tokens, RateLimits limits) {
        this.faults = faults;
        this.tokens = tokens;
        this.limits = limits;
    }

    public HttpAnswer pass(HttpCall call, Endpoint endpoint, Instant now, Supplier<Reply> reply) {
        if (call.target().length() > LONGEST_TARGET) throw Refusal.of(414, "URI_TOO_LONG", "URI Too Long");
        injectFaults(call, now);
        Caller caller = tokens.authenticate(call, now);
        requireScope(endpoint.anyScope(), caller.scopes());
        limits.spend(now, endpoint.allowance());
        HttpAnswer answer;
        try {
            answer = reply.get().answer();
        } catch (Refusal refusal) {
            answer = refusal.answer();
        }
        return limits.withHeaders(answer, now, endpoint.allowance(), caller.oauth());
    }

    private void injectFaults(HttpCall call, Instant now) {
        if (faults.take("expired-token", call).isPresent()) throw Tokens.expired(now, now);
        Optional<Fault> limit = faults.take("rate-limit", call);
        if (limit.isPresent()) {
            String policy = limit.get().params().getOrDefault("policy", "TEN_SECONDLY_ROLLING");
            throw Refusal.rateLimit(RateLimitPolicy.valueOf(policy));
        }
        if (faults.take("locked", call).isPresent()) throw Refusal.of(423, "LOCKED", "The record is locked");
        Optional<Fault> error = faults.take("error", call);
        if (error.isPresent()) throw error(error.get().params());
        Optional<Fault> html = faults.take("html", call);
        if (html.isPresent()) {
            throw Refusal.htmlError(Integer.parseInt(html.get().params().getOrDefault("status", "502")));
        }
    }

    private static Refusal error(Map<String, String> params) {
        Refusal refusal = Refusal.of(
                Integer.parseInt(params.getOrDefault("status", "500")),
                params.getOrDefault("category", "INTERNAL_ERROR"),
                params.getOrDefault("message", "internal error"));
        String retryAfter = params.get("retryAfter");
        return retryAfter == null ? refusal : refusal.retryAfter(retryAfter);
    }

    private static void requireScope(List<String> anyOf, List<String> granted) {
        if (!anyOf.isEmpty() && anyOf.stream().noneMatch(granted::contains)) throw Refusal.missingScopes(anyOf);
    }
}
