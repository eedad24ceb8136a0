package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.resilience4j.core.IntervalFunction;
import io.onefunnel.hubspot.RollingWindow.Turn;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.EventListener;
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
 * Sends requests: paced, with the portal's token, retried as far as their {@link io.onefunnel.spi.Recovery} allows. A
 * read is repeated after anything that may pass; a write only when the vendor surely did not take it.
 */
final class HubSpotHttp {
    private static final Logger LOG = LoggerFactory.getLogger(HubSpotHttp.class);
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int LONGEST_ERROR_BODY = 64 * 1024;
    // 200 ms doubling, as the vendor's own client does after a 5xx, with jitter.
    private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(200, 2.0, 0.5);

    /** What a call is, for counting and for knowing how to repeat it. */
    record Operation(String name, Pace.Allowance allowance, boolean writes) {
        static Operation read(String name) {
            return new Operation(name, Pace.Allowance.CALLS, false);
        }

        static Operation search(String name) {
            return new Operation(name, Pace.Allowance.SEARCHES, false);
        }

        static Operation write(String name) {
            return new Operation(name, Pace.Allowance.CALLS, true);
        }

        /** The same, as one of the batch calls of associations. */
        Operation ofAssociations() {
            return new Operation(name, Pace.Allowance.ASSOCIATIONS, writes);
        }
    }

    /** Reads a successful answer while it streams in. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    private final ConnectionId connection;
    private final OkHttpClient http;
    private final HttpUrl base;
    private final Tokens tokens;
    private final Pace pace;
    private final AdapterContext context;
    private final Spent spent;

    /** What all credentials of a connection spent and learned together. */
    private static final class Spent {
        private final AtomicLong ours = new AtomicLong();
        private volatile OptionalLong allowance = OptionalLong.empty();
        private volatile OptionalLong left = OptionalLong.empty();
        private volatile @Nullable ZoneId zone;
        private volatile Optional<Duration> skew = Optional.empty();
    }

    HubSpotHttp(
            ConnectionId connection,
            OkHttpClient http,
            HttpUrl base,
            Tokens tokens,
            Pace pace,
            AdapterContext context) {
        this(
                connection,
                http.newBuilder()
                        .eventListenerFactory(call -> new Sending(call.request().tag(Turn.class), context.clock()))
                        .build(),
                base,
                tokens,
                pace,
                context,
                new Spent());
    }

    private HubSpotHttp(
            ConnectionId connection,
            OkHttpClient http,
            HttpUrl base,
            Tokens tokens,
            Pace pace,
            AdapterContext context,
            Spent spent) {
        this.connection = connection;
        this.http = http;
        this.base = base;
        this.tokens = tokens;
        this.pace = pace;
        this.context = context;
        this.spent = spent;
    }

    /** The same portal by another credential: at the same pace and on the same account. */
    HubSpotHttp with(Tokens others) {
        return new HubSpotHttp(connection, http, base, others, pace, context, spent);
    }

    /** @throws RefusedException when the vendor refuses this one request (400, 404, 409, 414) */
    <T> T get(Operation operation, String path, Map<String, String> query, Reader<T> reader) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        return send(operation, new Request.Builder().url(url.build()).get(), reader);
    }

    JsonNode get(Operation operation, String path, Map<String, String> query) {
        return get(operation, path, query, HubSpotHttp::tree);
    }

    /** A request without an answer worth reading. */
    void delete(Operation operation, String path) {
        send(operation, new Request.Builder().url(url(path).build()).delete(), body -> true);
    }

    <T> T post(Operation operation, String path, JsonNode body, Reader<T> reader) {
        RequestBody json = RequestBody.create(Json.text(body), JSON);
        return send(operation, new Request.Builder().url(url(path).build()).post(json), reader);
    }

    JsonNode post(Operation operation, String path, JsonNode body) {
        return post(operation, path, body, HubSpotHttp::tree);
    }

    /** The account's zone: its midnight ends the day of the quota. */
    void accountZone(ZoneId accountZone) {
        spent.zone = accountZone;
        pace.share().zone(accountZone);
    }

    Budget budget() {
        OptionalLong allowance = spent.allowance;
        OptionalLong left = spent.left;
        OptionalLong used = allowance.isPresent() && left.isPresent()
                ? OptionalLong.of(allowance.getAsLong() - left.getAsLong())
                : OptionalLong.empty();
        ZoneId known = spent.zone;
        Optional<Instant> resets = known == null ? pace.spentUntil() : Optional.of(midnight(known));
        return new Budget(spent.ours.get(), used, left, resets);
    }

    /** How far the vendor's clock is ahead of ours by the last answer, to the second. */
    Optional<Duration> skew() {
        return spent.skew;
    }

    void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private <T> T send(Operation operation, Request.Builder request, Reader<T> reader) {
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            String token = tokens.current();
            Turn turn = pace.await(operation.allowance());
            Failure failure;
            Instant began = context.clock().instant();
            spent.ours.incrementAndGet();
            request.header("Authorization", "Bearer " + token).tag(Turn.class, turn);
            try (Response response = http.newCall(request.build()).execute()) {
                turn.ended(context.clock().millis());
                remember(response, turn);
                if (response.isSuccessful()) {
                    T answer = reader.read(response.body().byteStream());
                    told(operation, began, "ok");
                    return answer;
                }
                failure = Failure.of(
                        response.code(), Optional.ofNullable(response.header("Retry-After")), errorBody(response));
                LOG.debug(
                        "{}: {} answered {} (correlation {})",
                        connection,
                        operation.name(),
                        failure.summary(),
                        response.header("X-HubSpot-Correlation-Id"));
            } catch (IOException e) {
                turn.ended(context.clock().millis());
                told(operation, began, AdapterErrorCode.UNREACHABLE.name());
                if (operation.writes() && !neverSent(e)) throw new MaybeAppliedException(operation.name(), e);
                if (attempt >= ATTEMPTS) {
                    throw new AdapterException(
                            AdapterErrorCode.UNREACHABLE, connection + ": HubSpot cannot be reached", e);
                }
                pace.pause(Duration.ofMillis(BACKOFF.apply(attempt)));
                continue;
            }
            told(operation, began, failure.code().name());
            if (failure.status() == 401 && !renewed && tokens.renew(token)) {
                renewed = true;
                continue;
            }
            giveUp(operation, failure, attempt);
            Duration delay = delay(failure, attempt);
            if (failure.code() == AdapterErrorCode.RATE_LIMITED) pace.hold(operation.allowance(), delay);
            else pace.pause(delay);
        }
    }

    /** Throws unless the request may be sent again. */
    private void giveUp(Operation operation, Failure failure, int attempt) {
        if (failure.concernsThisRequest()) throw new RefusedException(failure);
        switch (failure.code().recovery()) {
            case STOP_UNTIL_QUOTA_RESET -> throw pace.spentUntil(quotaReset());
            case RETRY_LATER -> {
                if (operation.writes() && failure.applied()) {
                    throw new MaybeAppliedException(operation.name(), failure.status());
                }
                boolean tooLong = failure.delay()
                        .filter(wait -> wait.compareTo(LONGEST_WAIT) > 0)
                        .isPresent();
                if (attempt >= ATTEMPTS || tooLong) throw later(operation, failure);
            }
            default -> throw adminMatter(operation, failure);
        }
    }

    private static Duration delay(Failure failure, int attempt) {
        return failure.delay()
                .map(wait -> jittered(wait.multipliedBy(attempt)))
                .orElseGet(() -> Duration.ofMillis(BACKOFF.apply(attempt)));
    }

    /** Up to a tenth more, so that those who wait for the same window do not come back together. */
    private static Duration jittered(Duration wait) {
        return wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 10 + 1));
    }

    private AdapterException later(Operation operation, Failure failure) {
        Instant notBefore = failure.delay()
                .map(wait -> context.clock().instant().plus(wait))
                .orElse(null);
        return new AdapterException(
                failure.code(),
                connection + ": HubSpot does not answer \"" + operation.name() + "\" now: " + failure.summary(),
                notBefore,
                null);
    }

    private AdapterException adminMatter(Operation operation, Failure failure) {
        String remedy = switch (failure.code()) {
            case PERMISSION_MISSING ->
                failure.scopes().isEmpty()
                        ? "; the portal's plan or the token's user does not allow it"
                        : "; grant the token one of the scopes: " + String.join(", ", failure.scopes());
            case CREDENTIALS_REFUSED, TOKEN_EXPIRED -> "; store a valid token (Settings > Integrations)";
            default -> "";
        };
        return new AdapterException(
                failure.code() == AdapterErrorCode.TOKEN_EXPIRED
                        ? AdapterErrorCode.CREDENTIALS_REFUSED
                        : failure.code(),
                connection + ": HubSpot refuses \"" + operation.name() + "\": " + failure.summary() + remedy);
    }

    /** Midnight in the account's zone; an hour from now while the zone is not known. */
    private Instant quotaReset() {
        ZoneId known = spent.zone;
        return known == null ? context.clock().instant().plus(Duration.ofHours(1)) : midnight(known);
    }

    private Instant midnight(ZoneId of) {
        return context.clock()
                .instant()
                .atZone(of)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(of)
                .toInstant();
    }

    private HttpUrl.Builder url(String path) {
        return base.newBuilder().addEncodedPathSegments(path.substring(1));
    }

    /** Headers may be missing, each of them: OAuth apps get no daily ones, searches only those (usage guidelines). */
    private void remember(Response response, Turn turn) {
        OptionalLong limit = number(response, "X-HubSpot-RateLimit-Max");
        OptionalLong remains = number(response, "X-HubSpot-RateLimit-Remaining");
        if (limit.isPresent() && remains.isPresent()) {
            pace.vendorSays(turn, (int) limit.getAsLong(), (int) remains.getAsLong());
        }
        Instant told = response.headers().getInstant("Date");
        if (told != null)
            spent.skew = Optional.of(Duration.between(context.clock().instant(), told));
        OptionalLong daily = number(response, "X-HubSpot-RateLimit-Daily");
        if (daily.isPresent()) {
            spent.allowance = daily;
            pace.share().allowance(daily.getAsLong());
        }
        OptionalLong remaining = number(response, "X-HubSpot-RateLimit-Daily-Remaining");
        if (remaining.isPresent()) spent.left = remaining;
    }

    private void told(Operation operation, Instant began, String outcome) {
        context.calls()
                .called(
                        operation.name(),
                        Duration.between(began, context.clock().instant()),
                        outcome);
    }

    /** Tells a turn when its request's last byte has left. */
    private static final class Sending extends EventListener {
        private final @Nullable Turn turn;
        private final InstantSource clock;

        Sending(@Nullable Turn turn, InstantSource clock) {
            this.turn = turn;
            this.clock = clock;
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
            if (turn != null && request.body() == null) turn.sent(clock.millis());
        }

        @Override
        public void requestBodyEnd(Call call, long byteCount) {
            if (turn != null) turn.sent(clock.millis());
        }
    }

    /** The connection was never made, so that nothing can have been applied. */
    private static boolean neverSent(IOException e) {
        return e instanceof ConnectException || e instanceof UnknownHostException;
    }

    private static OptionalLong number(Response response, String header) {
        String value = response.header(header);
        return value == null || !value.matches("\\d{1,18}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(value));
    }

    private static String errorBody(Response response) throws IOException {
        byte[] body = response.body().byteStream().readNBytes(LONGEST_ERROR_BODY);
        return new String(body, StandardCharsets.UTF_8);
    }

    private static JsonNode tree(InputStream body) throws IOException {
        JsonNode tree = Json.MAPPER.readTree(body);
        return tree == null ? MissingNode.getInstance() : tree;
    }
}
