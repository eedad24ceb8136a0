package io.onefunnel.marketo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.core.IntervalFunction;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Recovery;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls: one token, the instance's limits, and repetition of what may be repeated. Errors come with HTTP 200
 * ("Error Codes"). A read is repeated after a broken connection; a write never, it becomes {@link MayHaveHappened}.
 */
final class MarketoClient {
    /** Whether a call changes anything at the vendor. */
    enum Effect {
        READS,
        WRITES
    }

    /** A file, or a part of one. */
    record Bytes(int status, byte[] content) {}

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int TRIES = 6;
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(32);
    private static final Duration RATE_WINDOW = Duration.ofSeconds(20);
    // The URI may be 8 KB long: "Lead Database", "Request URI length". We turn to POST well before.
    private static final int LONGEST_QUERY = 6 * 1024;
    // Quotas are renewed at midnight Central Time: "Bulk Extract".
    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    private final Instance instance;
    private final MarketoOptions options;
    private final AccessTokens.Credentials credentials;
    private final AdapterContext context;
    private final String connection;
    private final AtomicLong ours = new AtomicLong();
    private final IntervalFunction backoff =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.5, LONGEST_BACKOFF);
    private volatile Optional<Instant> vendorTime = Optional.empty();

    MarketoClient(
            Instance instance,
            MarketoOptions options,
            AccessTokens.Credentials credentials,
            AdapterContext context,
            String connection) {
        this.instance = instance;
        this.options = options;
        this.credentials = credentials;
        this.context = context;
        this.connection = connection;
    }

    long calls() {
        return ours.get();
    }

    /** The vendor's clock as its last answer told it. */
    Optional<Instant> vendorTime() {
        return vendorTime;
    }

    Instant now() {
        return context.clock().instant();
    }

    Instant quotaReset() {
        return LocalDate.ofInstant(now(), CENTRAL)
                .plusDays(1)
                .atStartOfDay(CENTRAL)
                .toInstant();
    }

    JsonNode get(String operation, String path, Map<String, String> query) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        HttpUrl whole = url.build();
        if (whole.toString().length() <= LONGEST_QUERY) {
            return send(operation, Effect.READS, new Request.Builder().url(whole));
        }
        FormBody.Builder form = new FormBody.Builder();
        query.forEach(form::add);
        HttpUrl post = url(path).addQueryParameter("_method", "GET").build();
        return send(operation, Effect.READS, new Request.Builder().url(post).post(form.build()));
    }

    JsonNode post(String operation, Effect effect, String path, Map<String, String> query, @Nullable Object body) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        RequestBody content = RequestBody.create(body == null ? "" : Json.write(body), body == null ? null : JSON);
        return send(operation, effect, new Request.Builder().url(url.build()).post(content));
    }

    /** Bytes {@code from} to {@code to} of a file, or all of it when {@code to} is negative. 404 is an answer. */
    Bytes file(String operation, String path, long from, long to) {
        Request.Builder request = new Request.Builder().url(url(path).build());
        if (to >= 0) request.header("Range", "bytes=" + from + "-" + to);
        return repeated(operation, Effect.READS, request, response -> {
            if (response.code() == 404) return new Bytes(404, new byte[0]);
            byte[] content = response.body().bytes();
            String type = response.header("Content-Type", "");
            if (type != null && type.startsWith("application/json"))
                envelope(new String(content, java.nio.charset.StandardCharsets.UTF_8));
            if (!response.isSuccessful()) throw foreign(response.code());
            return new Bytes(response.code(), content);
        });
    }

    private JsonNode send(String operation, Effect effect, Request.Builder request) {
        return repeated(operation, effect, request, response -> {
            String body = response.body().string();
            if (!response.isSuccessful()) throw foreign(response.code());
            return envelope(body);
        });
    }

    private interface Reader<T> {
        T read(Response response) throws IOException;
    }

    private <T> T repeated(String operation, Effect effect, Request.Builder request, Reader<T> reader) {
        int lastGeneration = -1;
        for (int attempt = 1; ; attempt++) {
            AccessTokens.Token token = instance.tokens().present(credentials, context, connection);
            try {
                return once(operation, effect, request, reader, token);
            } catch (Refused refused) {
                if (refused.code().recovery() == Recovery.REAUTHENTICATE) {
                    if (token.generation() == lastGeneration || attempt == TRIES) throw credentialsProblem(refused);
                    lastGeneration = token.generation();
                    instance.tokens().drop(token);
                    continue;
                }
                if (refused.code().recovery() != Recovery.RETRY_LATER || attempt == TRIES) throw refused;
                Pauses.pause(context, delay(refused, attempt));
            }
        }
    }

    private <T> T once(
            String operation, Effect effect, Request.Builder request, Reader<T> reader, AccessTokens.Token token) {
        Pauses.pause(context, instance.untilNextCall());
        instance.concurrency().acquireUninterruptibly();
        Instant started = now();
        String outcome = "ok";
        try (Response response = instance.http()
                .newCall(request.header("Authorization", "Bearer " + token.text())
                        .build())
                .execute()) {
            ours.incrementAndGet();
            hearTime(response);
            return reader.read(response);
        } catch (Refused refused) {
            outcome = refused.code().name();
            if (effect == Effect.WRITES && mayHaveRun(refused))
                throw new MayHaveHappened(connection + ": " + operation, refused);
            throw refused;
        } catch (ConnectException | UnknownHostException neverSent) {
            outcome = AdapterErrorCode.UNREACHABLE.name();
            throw unreachable(operation, neverSent);
        } catch (IOException broken) {
            outcome = AdapterErrorCode.UNREACHABLE.name();
            if (effect == Effect.WRITES)
                throw new MayHaveHappened(connection + ": connection broke in " + operation, broken);
            throw unreachable(operation, broken);
        } finally {
            instance.concurrency().release();
            context.calls().called(operation, Duration.between(started, now()), outcome);
        }
    }

    private static boolean mayHaveRun(Refused refused) {
        return VendorCodes.mayHaveRun(refused.vendorCode())
                || refused.vendorCode().startsWith("HTTP 5");
    }

    private JsonNode envelope(String body) throws IOException {
        JsonNode envelope;
        try {
            envelope = Json.MAPPER.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new Refused(
                    "", AdapterErrorCode.UNEXPECTED_RESPONSE, connection + ": an answer is not JSON", null, null);
        }
        if (envelope.path("success").asBoolean(false)) return envelope;
        JsonNode error = envelope.path("errors").path(0);
        String code = error.path("code").asText("");
        String message = VendorCodes.withoutValues(error.path("message").asText(""));
        AdapterErrorCode meaning = VendorCodes.meaning(code, message);
        Instant notBefore = meaning == AdapterErrorCode.QUOTA_EXHAUSTED
                ? quotaReset()
                : meaning == AdapterErrorCode.RATE_LIMITED ? now().plus(RATE_WINDOW) : null;
        throw new Refused(code, meaning, connection + ": Marketo error " + code + ", " + message, notBefore, null);
    }

    private Refused foreign(int status) {
        AdapterErrorCode code = status >= 500 || status == 429
                ? AdapterErrorCode.VENDOR_UNAVAILABLE
                : AdapterErrorCode.UNEXPECTED_RESPONSE;
        return new Refused("HTTP " + status, code, connection + ": answered HTTP " + status, null, null);
    }

    private Refused unreachable(String operation, IOException cause) {
        return new Refused("", AdapterErrorCode.UNREACHABLE, connection + ": no answer to " + operation, null, cause);
    }

    private Refused credentialsProblem(Refused refused) {
        return new Refused(
                refused.vendorCode(),
                AdapterErrorCode.CREDENTIALS_REFUSED,
                connection + ": Marketo keeps refusing a fresh token; check the custom service and its API user",
                null,
                refused);
    }

    private Duration delay(Refused refused, int attempt) {
        // 606 opens again with its window; 615 as soon as another call ends: "Error Codes".
        if (refused.is("606")) return RATE_WINDOW;
        return Duration.ofMillis(backoff.apply(attempt));
    }

    private void hearTime(Response response) {
        java.util.Date date = response.headers().getDate("Date");
        if (date != null) vendorTime = Optional.of(date.toInstant());
    }

    private HttpUrl.Builder url(String path) {
        return options.base().newBuilder().addPathSegments(path);
    }
}
