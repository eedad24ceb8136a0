package io.onefunnel.salesforce;

import com.sforce.soap.partner.LimitInfo;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.ConnectorConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Recovery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes every call to the org: signs in, renews a dead session once, repeats what may be repeated, counts. A write is
 * repeated only when the vendor certainly did not do it.
 */
final class Calls {
    static final String API_VERSION = "65.0";

    // The daily quota is a rolling one, it has no hour of renewal: look again in an hour.
    private static final Duration QUOTA_PAUSE = Duration.ofHours(1);
    // After "ConcurrentRequests Limit exceeded": longer than the 20 seconds that make a request a long one.
    private static final Duration CONCURRENCY_PAUSE = Duration.ofSeconds(30);
    private static final IntervalFunction BACKOFF =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2.0, 0.3, Duration.ofSeconds(60));

    /** A call by SOAP. */
    interface SoapCall<T> {
        T run(PartnerConnection soap) throws ConnectionException;
    }

    /** A call by REST. */
    interface RestCall<T> {
        T run(Session session) throws IOException;
    }

    private interface Attempt<T> {
        T run(Session session) throws ConnectionException, IOException;
    }

    private record Bound(Session session, PartnerConnection soap) {}

    private record Usage(long spent, long max) {}

    private final ConnectionId connection;
    private final Sessions sessions;
    private final Http http;
    private final AdapterContext context;
    // PartnerConnection keeps headers in a plain map: one for each thread.
    private final ThreadLocal<@Nullable Bound> bound = new ThreadLocal<>();
    private final AtomicLong ours = new AtomicLong();
    private volatile @Nullable Usage usage;

    Calls(ConnectionId connection, Sessions sessions, Http http, AdapterContext context) {
        this.connection = connection;
        this.sessions = sessions;
        this.http = http;
        this.context = context;
    }

    <T> T read(String operation, SoapCall<T> call) {
        return run(operation, false, session -> bySoap(session, call));
    }

    /** @throws OutcomeUnknown when it may have been done */
    <T> T write(String operation, SoapCall<T> call) {
        return run(operation, true, session -> bySoap(session, call));
    }

    /** A REST call that changes no record. */
    Http.Answer rest(String operation, String method, String path, @Nullable String json) {
        return run(operation, false, session -> {
            ours.incrementAndGet();
            Http.Answer answer = http.call(session, method, path, json);
            noteUsage(answer.headers().get("Sforce-Limit-Info"));
            return answer;
        });
    }

    /** The org that answers. */
    String orgId() {
        return run("sign in", false, Session::orgId);
    }

    Budget budget() {
        Usage known = usage;
        return known == null
                ? Budget.unknown(ours.get())
                : new Budget(
                        ours.get(),
                        OptionalLong.of(known.spent()),
                        OptionalLong.of(Math.max(0, known.max() - known.spent())),
                        Optional.empty());
    }

    void pause(Duration time) {
        try {
            context.pause().pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdapterException(AdapterErrorCode.UNREACHABLE, connection + ": interrupted while waiting", e);
        }
    }

    /** How long to wait before another attempt at what was locked or overloaded. */
    static Duration backoff(int attempt) {
        return Duration.ofMillis(BACKOFF.apply(attempt));
    }

    private <T> T run(String operation, boolean writes, Attempt<T> attempt) {
        boolean renewed = false;
        for (int made = 1; ; made++) {
            Instant began = context.clock().instant();
            boolean sent = false;
            Failure failure;
            try {
                Session session = sessions.current();
                sent = true;
                try {
                    T answer = attempt.run(session);
                    told(operation, began, "ok");
                    return answer;
                } catch (ConnectionException | IOException e) {
                    failure = Failure.of(e);
                    if (failure.code() == AdapterErrorCode.TOKEN_EXPIRED) {
                        sessions.forget(session);
                        if (renewed) failure = refusedTwice(failure);
                    }
                    if (writes && failure.maybeApplied()) {
                        told(operation, began, failure.code().name());
                        throw new OutcomeUnknown(e);
                    }
                }
            } catch (IOException e) {
                failure = Failure.of(e);
            }
            told(operation, began, failure.code().name());
            if (failure.code() == AdapterErrorCode.TOKEN_EXPIRED && sent) {
                renewed = true;
                continue;
            }
            if (failure.code().recovery() != Recovery.RETRY_LATER || made >= failure.attempts()) {
                throw exception(operation, failure);
            }
            pause(failure.code() == AdapterErrorCode.RATE_LIMITED ? CONCURRENCY_PAUSE : backoff(made));
        }
    }

    private <T> T bySoap(Session session, SoapCall<T> call) throws ConnectionException {
        PartnerConnection soap = soap(session);
        ours.incrementAndGet();
        T answer = call.run(soap);
        if (soap.getLimitInfoHeader() != null) {
            for (LimitInfo each : soap.getLimitInfoHeader().getLimitInfo()) {
                if ("API REQUESTS".equals(each.getType())) usage = new Usage(each.getCurrent(), each.getLimit());
            }
        }
        return answer;
    }

    private PartnerConnection soap(Session session) throws ConnectionException {
        Bound known = bound.get();
        if (known != null && known.session().equals(session)) return known.soap();
        ConnectorConfig config = new ConnectorConfig();
        // The stubs' own default endpoint is an internal host of the vendor.
        config.setServiceEndpoint(session.instanceUrl() + "/services/Soap/u/" + API_VERSION);
        config.setSessionId(session.token());
        config.setTransportFactory(() -> new OkHttpTransport(http.client()));
        PartnerConnection soap = new PartnerConnection(config);
        soap.setCallOptions("OneFunnel", null);
        bound.set(new Bound(session, soap));
        return soap;
    }

    /** "api-usage=25/15000" */
    private void noteUsage(@Nullable String header) {
        if (header == null || !header.matches("api-usage=\\d+/\\d+.*")) return;
        String[] figures = header.substring("api-usage=".length()).split("[/;, ]");
        usage = new Usage(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
    }

    private static Failure refusedTwice(Failure failure) {
        return new Failure(
                AdapterErrorCode.CREDENTIALS_REFUSED,
                false,
                1,
                failure.vendorCode(),
                "a new token was refused as well; check the login policies of the integration user ("
                        + failure.vendorCode() + ")");
    }

    private AdapterException exception(String operation, Failure failure) {
        Instant now = context.clock().instant();
        Instant notBefore = switch (failure.code().recovery()) {
            case RETRY_LATER -> now.plus(CONCURRENCY_PAUSE);
            case STOP_UNTIL_QUOTA_RESET -> now.plus(QUOTA_PAUSE);
            default -> null;
        };
        String code = failure.vendorCode().isEmpty() ? "" : failure.vendorCode() + " ";
        return new AdapterException(
                failure.code(), connection + ": " + operation + ": " + code + failure.message(), notBefore, null);
    }

    private void told(String operation, Instant began, String outcome) {
        context.calls()
                .called(operation, Duration.between(began, context.clock().instant()), outcome);
    }
}
