package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Parallel;
import io.onefunnel.spi.call.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls: one token, the instance's limits, and repetition of what may be repeated. May be used by several threads at
 * once.
 */
public final class MarketoClient {
    /** What happens when a call is executed twice. */
    public enum Effect {
        /** Nothing: repeated after any passing trouble. */
        READS,
        /** The second leaves what the first did. Repeated when Marketo says so; a broken connection leaves it unknown. */
        UPSERTS,
        /** Something is there twice, or gone for good: never repeated when the first may have run. */
        APPENDS
    }

    private static final Logger LOG = LoggerFactory.getLogger(MarketoClient.class);
    private static final MediaType JSON = MediaType.get("application/json");
    // The URI may be 8 KB long: "Lead Database", "Request URI length". We turn to POST well before.
    private static final int LONGEST_QUERY = 6 * 1024;

    private final InstanceResources instance;
    private final AccessTokens.Credentials credentials;
    private final AdapterContext context;
    private final ConnectionId connection;
    private final Refusals refusals;
    private final EnvelopeReader envelopes;
    private final Backoff backoff;
    private final AtomicLong calls = new AtomicLong();
    private final Object telling = new Object();
    private volatile Optional<Instant> vendorTime = Optional.empty();

    MarketoClient(
            InstanceResources instance,
            AccessTokens.Credentials credentials,
            AdapterContext context,
            ConnectionId connection) {
        this.instance = instance;
        this.credentials = credentials;
        this.context = context;
        this.connection = connection;
        this.refusals = new Refusals(connection.value(), context.clock(), instance);
        this.envelopes = new EnvelopeReader(refusals);
        this.backoff = new Backoff(MarketoRetryPolicies.CALLS, connection, context);
    }

    /** How many calls were answered since this client was made. */
    long calls() {
        return calls.get();
    }

    /** The vendor's clock as its last answer told it. */
    public Optional<Instant> vendorTime() {
        return vendorTime;
    }

    public Instant now() {
        return context.clock().instant();
    }

    public Parallel parallel() {
        return instance.parallel();
    }

    /** For what goes well as a call and yet has to be done again. */
    public Backoff.Attempts attempts(RetryPolicy policy, String operation) {
        return new Backoff(policy, connection, context).attempts(operation);
    }

    /** A refusal of our own making, named after the connection. */
    public RefusedException refusal(AdapterErrorCode meaning, String reason) {
        return refusals.own(meaning, reason);
    }

    /** Tells that a stream is read again from a date, since the token that a cursor held was refused. */
    void tokenReplaced(String operation, RefusedException refused, Instant from) {
        LOG.warn(
                "{}: the paging token of {} was refused (error {}); they are read again from {}",
                connection,
                operation,
                refused.error().code(),
                from);
        synchronized (telling) {
            context.calls().retried(operation, 1, AdapterErrorCode.UNEXPECTED_RESPONSE);
        }
    }

    /** An answer that has a result. */
    public JsonNode get(String operation, String path, Map<String, String> query) {
        return get(operation, Expected.RESULT, path, query);
    }

    public JsonNode get(String operation, Expected expected, String path, Map<String, String> query) {
        return asked(operation, path, query, response -> envelopes.tree(operation, expected, response));
    }

    /** A page of many records. */
    public RecordPage page(String operation, Expected expected, String path, Map<String, String> query) {
        return asked(operation, path, query, response -> envelopes.records(operation, expected, response));
    }

    /** What is answered with a result: a row for each record, mostly. */
    public JsonNode post(
            String operation, Effect effect, String path, Map<String, String> query, @Nullable Object body) {
        return post(operation, effect, Expected.RESULT, path, query, body);
    }

    public JsonNode post(
            String operation,
            Effect effect,
            Expected expected,
            String path,
            Map<String, String> query,
            @Nullable Object body) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        RequestBody content = RequestBody.create(body == null ? "" : Json.write(body), body == null ? null : JSON);
        Request.Builder request = new Request.Builder().url(url.build()).post(content);
        return repeated(operation, effect, request, response -> envelopes.tree(operation, expected, response));
    }

    /**
     * Writes the file from this byte on; false when it is not there. A broken connection leaves what came.
     *
     * @param most bytes that may come: one more is not the file that was promised
     */
    public boolean download(String operation, String path, long from, long most, OutputStream into) {
        Request.Builder request = new Request.Builder().url(url(path).build());
        if (from > 0) request.header("Range", "bytes=" + from + "-");
        return repeated(operation, Effect.READS, instance.files(), request, response -> {
            // Plain text, not Marketo's envelope: "Bulk Extract", "Retrieving Data".
            if (response.code() == 404 && !Refusals.isPage(response)) return false;
            envelopes.requireFile(operation, response);
            String range = String.valueOf(response.header("Content-Range"));
            boolean asAsked = from == 0 || (response.code() == 206 && range.startsWith("bytes " + from + "-"));
            if (!asAsked) throw refusals.unreadable("a part of a file was asked for, and another part of it came");
            transfer(operation, response, most, into);
            return true;
        });
    }

    /** Once bytes have come, the same request must not be sent again: it would bring them twice. */
    private void transfer(String operation, Response response, long most, OutputStream into) {
        byte[] some = new byte[1 << 16];
        long left = most;
        try (InputStream body = response.body().byteStream()) {
            for (int count = body.read(some); count >= 0; count = body.read(some)) {
                if (count > left) throw refusals.unreadable(operation + " is larger than its job says");
                into.write(some, 0, count);
                left -= count;
            }
        } catch (IOException broken) {
            throw refusals.brokenDownload(operation, broken);
        }
    }

    private interface Reader<T> {
        T read(Response response) throws IOException;
    }

    /** By GET; by POST where the address would be too long ("Lead Database", "_method=GET"). */
    private <T> T asked(String operation, String path, Map<String, String> query, Reader<T> reader) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        HttpUrl whole = url.build();
        if (whole.toString().length() <= LONGEST_QUERY) {
            try {
                return repeated(operation, Effect.READS, new Request.Builder().url(whole), reader);
            } catch (RefusedException refused) {
                if (!refused.is("HTTP 414")) throw refused;
            }
        }
        FormBody.Builder form = new FormBody.Builder();
        query.forEach(form::add);
        HttpUrl post = url(path).addQueryParameter("_method", "GET").build();
        return repeated(operation, Effect.READS, new Request.Builder().url(post).post(form.build()), reader);
    }

    private <T> T repeated(String operation, Effect effect, Request.Builder request, Reader<T> reader) {
        return repeated(operation, effect, instance.http(), request, reader);
    }

    private <T> T repeated(
            String operation, Effect effect, OkHttpClient http, Request.Builder request, Reader<T> reader) {
        try {
            return untilItPasses(operation, effect, http, request, reader);
        } catch (AdapterException interrupted) {
            // A refusal like others: whoever sends several batches keeps what became of those before.
            throw RefusedException.of(interrupted.code(), String.valueOf(interrupted.getMessage()));
        }
    }

    private <T> T untilItPasses(
            String operation, Effect effect, OkHttpClient http, Request.Builder request, Reader<T> reader) {
        Backoff.Attempts attempts = backoff.attempts(operation);
        int lastGeneration = -1;
        while (true) {
            AccessTokens.Token token = new AccessTokens.Token("", -1);
            try {
                token = tokens().present(credentials, context, connection, refusals);
                return once(operation, effect, http, request, reader, token);
            } catch (RefusedException refused) {
                if (refused.error().rule() != RetryRule.REAUTHENTICATE) {
                    if (!attempts.again(refused.error().failure())) throw refused;
                    continue;
                }
                boolean another = token.generation() != lastGeneration;
                if (!attempts.renew(() -> another)) throw refusals.freshTokenRefused(refused);
                lastGeneration = token.generation();
                tokens().drop(token);
            }
        }
    }

    private AccessTokens tokens() {
        return instance.tokens(credentials.clientId());
    }

    private <T> T once(
            String operation,
            Effect effect,
            OkHttpClient http,
            Request.Builder request,
            Reader<T> reader,
            AccessTokens.Token token) {
        admit(effect);
        Instant started = now();
        String outcome = "ok";
        try (Response response = answered(
                http, request.header("Authorization", "Bearer " + token.text()).build())) {
            calls.incrementAndGet();
            hearTime(response);
            T result = reader.read(response);
            instance.subscriptionAccepted();
            return result;
        } catch (RefusedException refused) {
            outcome = refused.code().name();
            if (refused.is("606")) instance.rate().closeUntil(now().plus(RateLimiter.WINDOW));
            throw refusedOrUnknown(effect, refused);
        } catch (IOException broken) {
            RefusedException refused = refusals.broken(operation, broken);
            outcome = refused.code().name();
            boolean unknown = effect != Effect.READS && !Refusals.wasNeverSent(broken);
            throw unknown ? new UnknownOutcomeException(String.valueOf(refused.getMessage()), refused) : refused;
        } finally {
            instance.concurrency().release();
            synchronized (telling) {
                context.calls().called(operation, Duration.between(started, now()), outcome);
            }
        }
    }

    /** Once the head of an answer is here, the vendor has counted the call; its body may take its time. */
    private Response answered(OkHttpClient http, Request request) throws IOException {
        Instant sent = now();
        try {
            return http.newCall(request).execute();
        } finally {
            instance.rate().leave(sent, now());
        }
    }

    /** Waits for a free place among the calls at once, and then in the rate; a write passes the gate after that. */
    private void admit(Effect effect) {
        try {
            instance.concurrency().acquire();
        } catch (InterruptedException stopped) {
            throw AdapterException.interrupted(connection.value(), stopped);
        }
        try {
            for (Duration wait = instance.rate().enter(now());
                    !wait.isZero();
                    wait = instance.rate().enter(now())) {
                context.pauseOrStop(connection, wait);
            }
            if (effect != Effect.READS) context.writes().pass();
        } catch (RuntimeException stopped) {
            instance.concurrency().release();
            throw stopped;
        }
    }

    private RuntimeException refusedOrUnknown(Effect effect, RefusedException refused) {
        boolean unknown = effect == Effect.APPENDS && refused.error().mayHaveRun();
        return unknown ? new UnknownOutcomeException(String.valueOf(refused.getMessage()), refused) : refused;
    }

    private void hearTime(Response response) {
        Date date = response.headers().getDate("Date");
        if (date != null) vendorTime = Optional.of(date.toInstant());
    }

    private HttpUrl.Builder url(String path) {
        return instance.base().newBuilder().addPathSegments(path);
    }
}
