package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.http.VendorHttp;
import io.onefunnel.hubspot.client.ErrorMapping.Origin;
import io.onefunnel.hubspot.client.RollingWindow.Turn;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import java.io.IOException;
import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;
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

    /** A request without an answer worth reading. */
    public void delete(Operation operation, String path) {
        send(operation, new Request.Builder().url(url(path).build()).delete(), WholeAnswer::nothing);
    }

    public <T> T post(Operation operation, String path, JsonNode body, Reader<T> reader) {
        RequestBody json = RequestBody.create(Json.text(body), JSON);
        return send(operation, new Request.Builder().url(url(path).build()).post(json), reader);
    }

    public <T> T patch(Operation operation, String path, JsonNode body, Reader<T> reader) {
        RequestBody json = RequestBody.create(Json.text(body), JSON);
        return send(operation, new Request.Builder().url(url(path).build()).patch(json), reader);
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
            @Nullable Response answered = null;
            Instant began = now();
            usage.called();
            request.header("Authorization", "Bearer " + token).tag(Turn.class, turn);
            try (Response response = http.newCall(request.build()).execute()) {
                answered = response;
                turn.ended(context.clock().millis());
                remember(response, turn);
                demandOrigin(operation, began, response);
                if (response.isSuccessful()) {
                    T answer = reader.read(response.body().byteStream());
                    told(operation, began, "ok");
                    return answer;
                }
                error = ErrorMapping.of(
                        response.code(),
                        Optional.ofNullable(response.header("Retry-After")),
                        errorBody(response),
                        Origin.of(response));
                LOG.debug(
                        "{}: {} answered {} (correlation {})",
                        connection,
                        operation.name(),
                        error.summary(),
                        response.header("X-HubSpot-Correlation-Id"));
            } catch (IOException e) {
                turn.ended(context.clock().millis());
                BrokenCall broken = BrokenCall.of(e, answered);
                told(operation, began, broken.code().name());
                if (operation.writes() && !broken.neverSent()) throw new UnknownOutcomeException(operation.name(), e);
                boolean passes = broken.code().recovery() == Recovery.RETRY_LATER;
                if (passes && attempts.again(new Failure(broken.code()))) continue;
                throw new AdapterException(
                        broken.code(), connection + ": \"" + operation.name() + "\": " + broken.what(), e);
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

    /** A redirect is followed nowhere, and says where it leads: the one setting that is wrong then is the address. */
    private void demandOrigin(Operation operation, Instant began, Response response) {
        VendorHttp.movedTo(response).ifPresent(origin -> {
            told(operation, began, AdapterErrorCode.UNEXPECTED_RESPONSE.name());
            throw ErrorMapping.moved(connection, operation.name(), response.code(), origin);
        });
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
}
