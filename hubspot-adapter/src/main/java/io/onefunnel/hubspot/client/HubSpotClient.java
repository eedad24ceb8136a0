package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.hubspot.client.RollingWindow.Turn;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests: paced, with the portal's token, retried as far as their {@link io.onefunnel.spi.Recovery} allows. A
 * read is repeated after anything that may pass; a write only when the vendor surely did not take it.
 */
public final class HubSpotClient {
    private static final Logger LOG = LoggerFactory.getLogger(HubSpotClient.class);
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final int LONGEST_ERROR_BODY = 64 * 1024;

    /** Reads a successful answer while it streams in. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    private final ConnectionId connection;
    private final OkHttpClient http;
    private final HttpUrl base;
    private final TokenSource tokens;
    private final RateLimiter limiter;
    private final AdapterContext context;
    private final AccountUsage usage;
    private final Backoff backoff;

    HubSpotClient(
            ConnectionId connection,
            OkHttpClient http,
            HttpUrl base,
            TokenSource tokens,
            RateLimiter limiter,
            AdapterContext context) {
        this(
                connection,
                http.newBuilder()
                        .eventListenerFactory(
                                call -> new TurnListener(call.request().tag(Turn.class), context.clock()))
                        .build(),
                base,
                tokens,
                limiter,
                context,
                new AccountUsage(context.clock()));
    }

    private HubSpotClient(
            ConnectionId connection,
            OkHttpClient http,
            HttpUrl base,
            TokenSource tokens,
            RateLimiter limiter,
            AdapterContext context,
            AccountUsage usage) {
        this.connection = connection;
        this.http = http;
        this.base = base;
        this.tokens = tokens;
        this.limiter = limiter;
        this.context = context;
        this.usage = usage;
        this.backoff = new Backoff(HubSpotRetryPolicies.CALLS, connection, context);
    }

    /** The same portal by another credential: at the same pace and on the same account. */
    HubSpotClient with(TokenSource others) {
        return new HubSpotClient(connection, http, base, others, limiter, context, usage);
    }

    /** @throws RefusedException when the vendor refuses this one request (400, 404, 409, 414) */
    public <T> T get(Operation operation, String path, Map<String, String> query, Reader<T> reader) {
        HttpUrl.Builder url = url(path);
        query.forEach(url::addQueryParameter);
        return send(operation, new Request.Builder().url(url.build()).get(), reader);
    }

    public JsonNode get(Operation operation, String path, Map<String, String> query) {
        return get(operation, path, query, HubSpotClient::tree);
    }

    /** A request without an answer worth reading. */
    public void delete(Operation operation, String path) {
        send(operation, new Request.Builder().url(url(path).build()).delete(), body -> true);
    }

    public <T> T post(Operation operation, String path, JsonNode body, Reader<T> reader) {
        RequestBody json = RequestBody.create(Json.text(body), JSON);
        return send(operation, new Request.Builder().url(url(path).build()).post(json), reader);
    }

    public JsonNode post(Operation operation, String path, JsonNode body) {
        return post(operation, path, body, HubSpotClient::tree);
    }

    /** The account's zone: its midnight ends the day of the quota. */
    public void accountZone(ZoneId accountZone) {
        usage.zone(accountZone);
        limiter.quota().zone(accountZone);
    }

    public Budget budget() {
        return usage.budget(limiter.spentUntil());
    }

    /** How far the vendor's clock is ahead of ours by the last answer, to the second. */
    public Optional<Duration> skew() {
        return usage.skew();
    }

    void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private <T> T send(Operation operation, Request.Builder request, Reader<T> reader) {
        Backoff.Attempts attempts =
                backoff.attempts(operation.name(), time -> limiter.hold(operation.allowance(), time));
        while (true) {
            String token = tokens.current();
            Turn turn = limiter.await(operation.allowance());
            if (operation.writes()) pass(turn);
            MappedError error;
            Instant began = now();
            usage.called();
            request.header("Authorization", "Bearer " + token).tag(Turn.class, turn);
            try (Response response = http.newCall(request.build()).execute()) {
                turn.ended(context.clock().millis());
                remember(response, turn);
                if (response.isSuccessful()) {
                    T answer = reader.read(response.body().byteStream());
                    told(operation, began, "ok");
                    return answer;
                }
                error = ErrorMapping.of(
                        response.code(), Optional.ofNullable(response.header("Retry-After")), errorBody(response));
                LOG.debug(
                        "{}: {} answered {} (correlation {})",
                        connection,
                        operation.name(),
                        error.summary(),
                        response.header("X-HubSpot-Correlation-Id"));
            } catch (IOException e) {
                turn.ended(context.clock().millis());
                told(operation, began, AdapterErrorCode.UNREACHABLE.name());
                if (operation.writes() && !neverSent(e)) throw new UnknownOutcomeException(operation.name(), e);
                if (!attempts.again(new Failure(AdapterErrorCode.UNREACHABLE))) {
                    throw new AdapterException(
                            AdapterErrorCode.UNREACHABLE, connection + ": HubSpot cannot be reached", e);
                }
                continue;
            }
            told(operation, began, error.code().name());
            if (error.status() == 401 && attempts.renew(() -> tokens.renew(token))) continue;
            demandRepeatable(operation, error);
            if (!attempts.again(error.failure())) throw ErrorMapping.later(connection, operation, error, now());
        }
    }

    /** After all waiting: what was stopped meanwhile may not send any more, and gives its turn back. */
    private void pass(Turn turn) {
        try {
            context.writes().pass();
        } catch (RuntimeException closed) {
            turn.ended(context.clock().millis());
            throw closed;
        }
    }

    /** Throws unless the request may be sent again. */
    private void demandRepeatable(Operation operation, MappedError error) {
        if (error.concernsThisRequest()) throw new RefusedException(error);
        switch (error.code().recovery()) {
            case STOP_UNTIL_QUOTA_RESET -> throw limiter.spentUntil(usage.quotaReset());
            case RETRY_LATER -> {
                if (operation.writes() && error.applied()) {
                    throw new UnknownOutcomeException(operation.name(), error.status());
                }
            }
            default -> throw ErrorMapping.adminMatter(connection, operation, error);
        }
    }

    private Instant now() {
        return context.clock().instant();
    }

    private HttpUrl.Builder url(String path) {
        return base.newBuilder().addEncodedPathSegments(path.substring(1));
    }

    /** Headers may be missing, each of them: OAuth apps get no daily ones, searches only those (usage guidelines). */
    private void remember(Response response, Turn turn) {
        OptionalLong limit = number(response, "X-HubSpot-RateLimit-Max");
        OptionalLong remains = number(response, "X-HubSpot-RateLimit-Remaining");
        if (limit.isPresent() && remains.isPresent()) {
            limiter.vendorSays(turn, (int) limit.getAsLong(), (int) remains.getAsLong());
        }
        Optional.ofNullable(response.headers().getInstant("Date")).ifPresent(usage::vendorTime);
        OptionalLong daily = number(response, "X-HubSpot-RateLimit-Daily");
        if (daily.isPresent()) {
            usage.allowance(daily);
            limiter.quota().allowance(daily.getAsLong());
        }
        OptionalLong remaining = number(response, "X-HubSpot-RateLimit-Daily-Remaining");
        if (remaining.isPresent()) usage.left(remaining);
    }

    private void told(Operation operation, Instant began, String outcome) {
        context.calls().called(operation.name(), Duration.between(began, now()), outcome);
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
