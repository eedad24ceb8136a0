package io.onefunnel.marketo.client;

import io.onefunnel.http.AnswerTooLargeException;
import io.onefunnel.http.VendorHttp;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
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
    RefusedException byEnvelope(String operation, Envelope envelope) {
        String code = envelope.error();
        String request = envelope.requestId();
        String words = ErrorMapping.withoutValues(envelope.message());
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
    RefusedException byStatus(String operation, Response response) {
        return byStatus(operation, response, MappedError.http(response.code()), "base-url");
    }

    /** The same of the identity endpoint. Nothing of its address is told but the host: the secret stands in it. */
    RefusedException identityByStatus(Response response) {
        return byStatus("identity", response, MappedError.ofIdentity(response.code()), "identity-url");
    }

    private RefusedException byStatus(String operation, Response response, MappedError error, String setting) {
        int status = response.code();
        String what = connection + ": HTTP " + status + " to " + operation + " (" + source(response) + ")";
        String advice = VendorHttp.movedTo(response)
                .map(origin -> "; it points to " + origin + ", which was not followed: look at " + setting)
                .orElseGet(() -> advice(status, setting));
        return new RefusedException(error, what + advice, null, null);
    }

    private static String advice(int status, String setting) {
        return switch (status) {
            // Marketo refuses by code 603 and the like: "Error Codes".
            case 401, 403 -> "; not Marketo's own refusal: let this host through the proxy or firewall before it";
            case 404, 405 -> "; Marketo answers otherwise: look at " + setting;
            default -> "";
        };
    }

    /** Somebody else answered: a proxy's page, or a server that is none of Marketo's. */
    RefusedException foreign(String operation, Response response) {
        return unreadable("not Marketo's answer to " + operation + " (" + source(response)
                + "): look at base-url and at the proxy or firewall before it");
    }

    /** The answer ends too early, or never was JSON. */
    RefusedException notJson(String operation, Response response) {
        if (isPage(response)) return foreign(operation, response);
        return unreadable("the answer to " + operation + " is no JSON, or not all of it (" + source(response) + ")");
    }

    /** Marketo's answer by its envelope, and something that must be there is not. */
    RefusedException incomplete(String operation, String request, String lacking) {
        return unreadable("the answer to " + operation + " is not whole: " + lacking + " (request " + request + ")");
    }

    RefusedException unreadable(String reason) {
        return new RefusedException(MappedError.unreadable(), connection + ": " + reason, null, null);
    }

    /** For a page of a browser: nothing of Marketo's API is one. */
    static boolean isPage(Response response) {
        return String.valueOf(response.header("Content-Type")).startsWith("text/html");
    }

    /** What came, and from whom: the type without its parameters, and the host. */
    private static String source(Response response) {
        String type = VendorHttp.mediaType(response);
        return (type.isEmpty() ? "no type" : type) + " from "
                + response.request().url().host();
    }

    /** Whether nothing of the request can have reached the vendor: there was no connection yet. */
    static boolean wasNeverSent(IOException broken) {
        return VendorHttp.isLateToConnect(broken)
                || broken instanceof ConnectException
                || broken instanceof NoRouteToHostException
                || broken instanceof UnknownHostException
                || broken instanceof SSLHandshakeException
                || broken instanceof SSLPeerUnverifiedException;
    }

    /** What a broken connection is taken for: an answer without an end is an answer, and no host that is not there. */
    RefusedException broken(String operation, IOException cause) {
        if (cause instanceof AnswerTooLargeException) {
            return new RefusedException(
                    MappedError.unreadable(), connection + ": " + operation + ": " + cause.getMessage(), null, cause);
        }
        // OkHttp's for what is no HTTP, and for a proxy that wants to be signed in to (407) where none is known of.
        if (cause instanceof ProtocolException)
            return unreadable(
                    "not Marketo's answer to " + operation + " (" + cause.getMessage() + "): look at base-url");
        boolean late = cause instanceof InterruptedIOException
                && !wasNeverSent(cause)
                && !Thread.currentThread().isInterrupted();
        if (late) {
            String message = connection + ": the answer to " + operation + " did not come to its end in time";
            return new RefusedException(MappedError.slow(), message, null, cause);
        }
        return new RefusedException(MappedError.unreachable(), connection + ": no answer to " + operation, null, cause);
    }

    /** The same of the identity endpoint: nothing was sent that would need an outcome. */
    RefusedException identityBroken(IOException cause) {
        RefusedException named = broken("identity", cause);
        String what = named.code() == AdapterErrorCode.UNREACHABLE
                ? "the identity endpoint cannot be reached; look at identity-url and the network"
                : "the answer of the identity endpoint has no end; look at identity-url";
        MappedError error = new MappedError("identity", named.error().rule(), named.code());
        return new RefusedException(error, connection + ": " + what, null, null);
    }

    /** Without a code, so that it is not tried again: what came already must not come twice. */
    RefusedException brokenDownload(String operation, IOException cause) {
        AdapterErrorCode meaning = broken(operation, cause).code();
        return new RefusedException(
                MappedError.own(meaning), connection + ": connection broke in " + operation, null, cause);
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
