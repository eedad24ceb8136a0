package io.onefunnel.sandbox.marketo;

import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.ErrorCodes;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.auth.Identity;
import io.onefunnel.sandbox.marketo.auth.Limits;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.DateTimeException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a call passes before an operation answers it: sizes, token, limits and faults; and how a refusal is told. */
final class Gateway {
    private static final int LONGEST_URI = 8 * 1024;
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final Map<String, String> CODE_OF_FAULT =
            Map.of("rate-limit", "606", "concurrency", "615", "quota", "607", "transient", "713", "error", "611");

    private final Identity identity;
    private final Limits limits;
    private final LeadDatabase database;
    private final Routes routes;
    private final Calls calls;
    private final Faults faults;
    private final AtomicLong requests = new AtomicLong(0xe42b);

    Gateway(Identity identity, Limits limits, LeadDatabase database, Routes routes, Calls calls, Faults faults) {
        this.identity = identity;
        this.limits = limits;
        this.database = database;
        this.routes = routes;
        this.calls = calls;
        this.faults = faults;
    }

    HttpAnswer answer(HttpCall http) {
        if (http.target().length() > LONGEST_URI) return HttpAnswer.empty(414);
        if (http.body().length > LARGEST_BODY) return HttpAnswer.empty(413);
        if (http.path().startsWith("/identity/oauth/token")) {
            calls.count("token");
            return identity.answer(http);
        }
        // Before anything else: two calls overlap from the moment the second arrives.
        int newestLead = database.leads().newest();
        String requestId = Long.toHexString(requests.incrementAndGet()) + "#"
                + Long.toHexString(database.now().toEpochMilli());
        try {
            limits.enter();
        } catch (Refusal refusal) {
            calls.count("refused");
            return Replies.refused(requestId, refusal);
        }
        boolean counted = true;
        try {
            return admitted(http, requestId, newestLead);
        } catch (Refusal refusal) {
            counted = refusal.counted();
            return Replies.refused(requestId, refusal);
        } catch (SkippedRow misplaced) {
            return Replies.refused(requestId, new Refusal(misplaced.code(), misplaced.text()));
        } catch (IllegalArgumentException | DateTimeException notUnderstood) {
            return Replies.refused(requestId, new Refusal("1001", "Invalid value in request"));
        } finally {
            limits.leave(counted);
        }
    }

    private HttpAnswer admitted(HttpCall http, String requestId, int newestLead) {
        if (faults.take("expired-token", http).isPresent()) identity.expire();
        identity.check(http);
        Routes.Found found = routes.find(ApiCall.of(http, requestId, newestLead));
        calls.count(found.operation());
        refuseByFault(http);
        synchronized (database) {
            return found.answer().apply(found.call());
        }
    }

    private void refuseByFault(HttpCall http) {
        CODE_OF_FAULT.forEach((kind, usual) -> faults.take(kind, http).ifPresent(fault -> {
            String code = fault.params().getOrDefault("code", usual);
            throw new Refusal(code, fault.params().getOrDefault("message", ErrorCodes.text(code)));
        }));
    }
}
