package io.onefunnel.marketo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.core.IntervalFunction;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
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
 * ("Error Codes"). May be used by several threads at once.
 */
final class MarketoClient {
    /** What happens when a call is executed twice. */
    enum Effect {
        /** Nothing: repeated after any passing trouble. */
        READS,
        /** The second leaves what the first did. Repeated when Marketo says so; a broken connection leaves it unknown. */
        UPSERTS,
        /** Something is there twice, or gone for good: never repeated when the first may have run. */
        APPENDS
    }

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(32);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration QUEUE_OPENS = Duration.ofMinutes(1);
    private static final int TOKEN_TRIES = 6;
    // The URI may be 8 KB long: "Lead Database", "Request URI length". We turn to POST well before.
    private static final int LONGEST_QUERY = 6 * 1024;
    // Quotas are renewed at midnight Central Time: "Bulk Extract".
    static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    private final Instance instance;
    private final MarketoOptions options;
    private final AccessTokens.Credentials credentials;
    private final AdapterContext context;
    private final String connection;
    private final SideBySide sideBySide;
    private final AtomicLong ours = new AtomicLong();
    private final Object telling = new Object();
    private final IntervalFunction backoff =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.5, LONGEST_BACKOFF);
    // 615 passes as soon as one of ten calls ends: one to two seconds.
    private final IntervalFunction shortWait = IntervalFunction.ofRandomized(Duration.ofMillis(1500), 0.33);
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
        this.sideBySide = new SideBySide(instance.workers());
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

    SideBySide sideBySide() {
        return sideBySide;
    }

    Instant quotaReset() {
        return quotaResetAfter(now());
    }

    static Instant quotaResetAfter(Instant at) {
        return LocalDate.ofInstant(at, CENTRAL)
                .plusDays(1)
                .atStartOfDay(CENTRAL)
                .toInstant();
    }

    /** A refusal of our own making, named after the connection. */
    Refused refusal(AdapterErrorCode meaning, String reason) {
        return Refused.of(meaning, connection + ": " + reason);
    }

    JsonNode get(String operation, String path, Map<String, String> query) {
        return asked(operation, path, query, this::tree);
    }

    /** A page of many records. */
    Answer page(String operation, String path, Map<String, String> query) {
        return asked(operation, path, query, this::records);
    }

    JsonNode post(String operation, Effect effect, String path, Map<String, String> query, @Nullable Object body) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        RequestBody content = RequestBody.create(body == null ? "" : Json.write(body), body == null ? null : JSON);
        return repeated(
                operation, effect, new Request.Builder().url(url.build()).post(content), this::tree);
    }

    /** Writes the file from this byte on; false when it is not there. A broken connection leaves what came. */
    boolean download(String operation, String path, long from, OutputStream into) {
        Request.Builder request = new Request.Builder().url(url(path).build());
        if (from > 0) request.header("Range", "bytes=" + from + "-");
        return repeated(operation, Effect.READS, request, response -> {
            // Plain text, not Marketo's envelope: "Bulk Extract", "Retrieving Data".
            if (response.code() == 404) return false;
            if (String.valueOf(response.header("Content-Type")).startsWith("application/json")) tree(response);
            if (!response.isSuccessful()) throw foreign(response.code());
            if (from > 0 && response.code() != 206) {
                throw refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "a part of a file was asked for, all of it came");
            }
            transfer(operation, response, into);
            return true;
        });
    }

    /** Once bytes have come, the same request must not be sent again: it would bring them twice. */
    private void transfer(String operation, Response response, OutputStream into) {
        try {
            response.body().byteStream().transferTo(into);
        } catch (IOException broken) {
            VendorCode what = new VendorCode("", Reaction.RETRY, AdapterErrorCode.UNREACHABLE, 1);
            throw new Refused(what, connection + ": connection broke in " + operation, null, broken);
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
            } catch (Refused refused) {
                if (!refused.is("HTTP 414")) throw refused;
            }
        }
        FormBody.Builder form = new FormBody.Builder();
        query.forEach(form::add);
        HttpUrl post = url(path).addQueryParameter("_method", "GET").build();
        return repeated(operation, Effect.READS, new Request.Builder().url(post).post(form.build()), reader);
    }

    private <T> T repeated(String operation, Effect effect, Request.Builder request, Reader<T> reader) {
        Instant began = now();
        int lastGeneration = -1;
        int tokens = 0;
        for (int attempt = 1; ; attempt++) {
            AccessTokens.Token token = new AccessTokens.Token("", -1);
            try {
                token = tokens().present(credentials, context, connection);
                return once(operation, effect, request, reader, token);
            } catch (Refused refused) {
                if (refused.what().reaction() == Reaction.REAUTHENTICATE) {
                    if (token.generation() == lastGeneration || ++tokens == TOKEN_TRIES) {
                        throw credentialsProblem(refused);
                    }
                    lastGeneration = token.generation();
                    tokens().drop(token);
                    attempt--;
                    continue;
                }
                if (refused.is("606")) instance.rate().closeUntil(now().plus(RateWindow.WINDOW));
                boolean spent = attempt >= refused.what().tries() || now().isAfter(began.plus(LONGEST_RETRY));
                if (!refused.what().isRepeated() || spent) throw refused;
                Pauses.pause(context, delay(refused, attempt));
            }
        }
    }

    private AccessTokens tokens() {
        return instance.tokens(credentials.clientId());
    }

    private <T> T once(
            String operation, Effect effect, Request.Builder request, Reader<T> reader, AccessTokens.Token token) {
        admit();
        Instant started = now();
        String outcome = "ok";
        try (Response response = answered(
                request.header("Authorization", "Bearer " + token.text()).build())) {
            ours.incrementAndGet();
            hearTime(response);
            T result = reader.read(response);
            instance.subscriptionAccepted();
            return result;
        } catch (VendorError error) {
            Refused refused = refused(operation, error);
            outcome = refused.code().name();
            throw refusedOrUnknown(operation, effect, refused);
        } catch (Refused refused) {
            outcome = refused.code().name();
            throw refusedOrUnknown(operation, effect, refused);
        } catch (ConnectException | UnknownHostException neverSent) {
            outcome = AdapterErrorCode.UNREACHABLE.name();
            throw unreachable(operation, neverSent);
        } catch (IOException broken) {
            outcome = AdapterErrorCode.UNREACHABLE.name();
            if (effect != Effect.READS)
                throw new MayHaveHappened(connection + ": connection broke in " + operation, broken);
            throw unreachable(operation, broken);
        } finally {
            instance.concurrency().release();
            synchronized (telling) {
                context.calls().called(operation, Duration.between(started, now()), outcome);
            }
        }
    }

    /** Once the head of an answer is here, the vendor has counted the call; its body may take its time. */
    private Response answered(Request request) throws IOException {
        Instant sent = now();
        try {
            return instance.http().newCall(request).execute();
        } finally {
            instance.rate().leave(sent, now());
        }
    }

    /** Waits for a free place among the calls at once, and then in the rate. */
    private void admit() {
        try {
            instance.concurrency().acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw refusal(AdapterErrorCode.UNREACHABLE, "stopped while waiting for a free place");
        }
        try {
            for (Duration wait = instance.rate().enter(now());
                    !wait.isZero();
                    wait = instance.rate().enter(now())) {
                Pauses.pause(context, wait);
            }
        } catch (RuntimeException stopped) {
            instance.concurrency().release();
            throw stopped;
        }
    }

    private RuntimeException refusedOrUnknown(String operation, Effect effect, Refused refused) {
        boolean unknown = effect == Effect.APPENDS && refused.what().mayHaveRun();
        return unknown ? new MayHaveHappened(connection + ": " + operation, refused) : refused;
    }

    /** What the envelope says went wrong. */
    private static final class VendorError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final String request;

        VendorError(String code, String words, String request) {
            super(words);
            this.code = code;
            this.request = request;
        }
    }

    private JsonNode tree(Response response) throws IOException {
        if (!response.isSuccessful()) throw foreign(response.code());
        JsonNode envelope;
        try {
            envelope = Json.MAPPER.readTree(response.body().byteStream());
        } catch (JsonProcessingException notJson) {
            throw notJson();
        }
        if (envelope.path("success").asBoolean(false)) return envelope;
        JsonNode error = envelope.path("errors").path(0);
        if (isEmpty(error.path("code").asText(""))) return Json.object().put("success", true);
        throw new VendorError(
                error.path("code").asText(""),
                error.path("message").asText(""),
                envelope.path("requestId").asText(""));
    }

    private Answer records(Response response) throws IOException {
        if (!response.isSuccessful()) throw foreign(response.code());
        Answer answer;
        try {
            answer = Answer.read(response.body().byteStream());
        } catch (JsonProcessingException notJson) {
            throw notJson();
        }
        if (answer.success()) return answer;
        if (isEmpty(answer.error())) return new Answer(answer.requestId(), true, "", "", List.of(), "", false);
        throw new VendorError(answer.error(), answer.message(), answer.requestId());
    }

    private static boolean isEmpty(String code) {
        return VendorCodes.of(code, "").reaction() == Reaction.EMPTY;
    }

    private Refused refused(String operation, VendorError error) {
        String words = VendorCodes.withoutValues(String.valueOf(error.getMessage()));
        VendorCode what = VendorCodes.of(error.code, words);
        // The request id is what Marketo's support asks for.
        String message = connection + ": Marketo error " + error.code + " in " + operation + ", " + words + " (request "
                + error.request + ")";
        if (error.code.equals("603")) message += "; " + Permissions.remedy(operation);
        if (error.code.equals("614") && instance.subscriptionRefused(now())) {
            what = new VendorCode("614", Reaction.CONFIG, AdapterErrorCode.FEATURE_MISSING, 1);
            message += "; for more than an hour now: ask Marketo about the subscription";
        }
        return new Refused(what, message, notBefore(what), null);
    }

    private @Nullable Instant notBefore(VendorCode what) {
        if (what.reaction() == Reaction.QUOTA) return quotaReset();
        if (what.reaction() != Reaction.THROTTLE) return null;
        return now().plus(what.tries() == 1 ? QUEUE_OPENS : RateWindow.WINDOW);
    }

    private Refused notJson() {
        VendorCode what = new VendorCode("not JSON", Reaction.BUG, AdapterErrorCode.UNEXPECTED_RESPONSE, 1);
        return new Refused(what, connection + ": an answer is not JSON", null, null);
    }

    private Refused foreign(int status) {
        return new Refused(VendorCode.http(status), connection + ": answered HTTP " + status, null, null);
    }

    private Refused unreachable(String operation, IOException cause) {
        return new Refused(VendorCode.unreachable(), connection + ": no answer to " + operation, null, cause);
    }

    private Refused credentialsProblem(Refused refused) {
        return new Refused(
                new VendorCode(refused.what().code(), Reaction.CONFIG, AdapterErrorCode.CREDENTIALS_REFUSED, 1),
                connection + ": Marketo keeps refusing a fresh token; check the custom service and its API user",
                null,
                refused);
    }

    private Duration delay(Refused refused, int attempt) {
        // The window is closed for everybody already: 606 opens again with it.
        if (refused.is("606")) return Duration.ZERO;
        return Duration.ofMillis(refused.is("615") ? shortWait.apply(attempt) : backoff.apply(attempt));
    }

    private void hearTime(Response response) {
        Date date = response.headers().getDate("Date");
        if (date != null) vendorTime = Optional.of(date.toInstant());
    }

    private HttpUrl.Builder url(String path) {
        return options.base().newBuilder().addPathSegments(path);
    }
}
