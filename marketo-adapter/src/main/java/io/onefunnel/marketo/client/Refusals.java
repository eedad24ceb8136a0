package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a call: which error it was, in words that name the connection and what an admin may do. */
final class Refusals {
    private static final Duration QUEUE_OPENS = Duration.ofMinutes(1);

    private final String connection;
    private final InstantSource clock;
    private final InstanceResources instance;

    Refusals(String connection, InstantSource clock, InstanceResources instance) {
        this.connection = connection;
        this.clock = clock;
        this.instance = instance;
    }

    /** No call was refused: it is the adapter itself that cannot go on. */
    RefusedException own(AdapterErrorCode meaning, String reason) {
        return RefusedException.of(meaning, connection + ": " + reason);
    }

    /** What the envelope of an answer says: its first error. */
    RefusedException byEnvelope(String operation, String code, String vendorWords, String request) {
        String words = ErrorMapping.withoutValues(vendorWords);
        MappedError error = ErrorMapping.of(code, words);
        // The request id is what Marketo's support asks for.
        String message = connection + ": Marketo error " + code + " in " + operation + ", " + words + " (request "
                + request + ")";
        if (code.equals("603")) message += "; " + Permissions.remedy(operation);
        if (code.equals("614") && instance.subscriptionRefused(clock.instant())) {
            error = new MappedError("614", RetryRule.CONFIG, AdapterErrorCode.FEATURE_MISSING);
            message += "; for more than an hour now: ask Marketo about the subscription";
        }
        return new RefusedException(error, message, notBefore(error), null);
    }

    /** An answer that is not Marketo's own, but a proxy's. */
    RefusedException byStatus(int status) {
        return new RefusedException(MappedError.http(status), connection + ": answered HTTP " + status, null, null);
    }

    RefusedException notJson() {
        MappedError error = new MappedError("not JSON", RetryRule.BUG, AdapterErrorCode.UNEXPECTED_RESPONSE);
        return new RefusedException(error, connection + ": an answer is not JSON", null, null);
    }

    RefusedException unreachable(String operation, IOException cause) {
        return new RefusedException(MappedError.unreachable(), connection + ": no answer to " + operation, null, cause);
    }

    /** Without a code, so that it is not tried again: what came already must not come twice. */
    RefusedException brokenDownload(String operation, IOException cause) {
        MappedError error = MappedError.own(AdapterErrorCode.UNREACHABLE);
        return new RefusedException(error, connection + ": connection broke in " + operation, null, cause);
    }

    RefusedException freshTokenRefused(RefusedException last) {
        return new RefusedException(
                new MappedError(last.error().code(), RetryRule.CONFIG, AdapterErrorCode.CREDENTIALS_REFUSED),
                connection + ": Marketo keeps refusing a fresh token; check the custom service and its API user",
                null,
                last);
    }

    private @Nullable Instant notBefore(MappedError error) {
        if (error.rule() == RetryRule.QUOTA) return DailyQuota.renewedAfter(clock.instant());
        if (error.rule() != RetryRule.THROTTLE) return null;
        boolean queued = MarketoRetryPolicies.CALLS.attempts(error.failure()) == 1;
        return clock.instant().plus(queued ? QUEUE_OPENS : RateLimiter.WINDOW);
    }
}
