package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.LimitInfo;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.ConnectorConfig;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes every call to the org with one set of credentials: signs in, renews a dead session once, repeats what may be
 * repeated, keeps to the quota. A write is repeated only when the vendor certainly did not do it. Safe for use by many
 * threads.
 */
public final class SalesforceClient {
    public static final String API_VERSION = "65.0";

    // The daily quota is a rolling one, it has no hour of renewal: look again in an hour.
    private static final Duration QUOTA_PAUSE = Duration.ofHours(1);
    // The most that a page can hold: "Change the Batch Size in Queries".
    private static final int QUERY_PAGE = 2_000;

    /** A call on a connection that nobody else uses meanwhile. */
    public interface SoapCall<T> {
        T run(PartnerConnection soap) throws ConnectionException;
    }

    private interface Attempt<T> {
        T run(Session session) throws ConnectionException, IOException;
    }

    private record Bound(Session session, PartnerConnection soap) {}

    private final ConnectionId connection;
    private final Sessions sessions;
    private final HttpRequests http;
    private final AdapterContext context;
    private final DailyQuota quota;
    private final Backoff calls;
    // PartnerConnection keeps headers in a plain map: one call at a time may have it.
    private final Deque<Bound> idle;

    SalesforceClient(
            ConnectionId connection, Sessions sessions, HttpRequests http, AdapterContext context, DailyQuota quota) {
        this(connection, sessions, http, context, quota, SalesforceRetryPolicies.CALLS, new ConcurrentLinkedDeque<>());
    }

    private SalesforceClient(
            ConnectionId connection,
            Sessions sessions,
            HttpRequests http,
            AdapterContext context,
            DailyQuota quota,
            RetryPolicy policy,
            Deque<Bound> idle) {
        this.connection = connection;
        this.sessions = sessions;
        this.http = http;
        this.context = context;
        this.quota = quota;
        this.calls = new Backoff(policy, connection, context);
        this.idle = idle;
    }

    /**
     * The same calls, each made once and without waiting, for work ahead of what was asked for: what fails there is done
     * again, patiently, when it is asked for.
     *
     * @param listener hears of them instead of the application, which listens on the thread that asks
     */
    public SalesforceClient prefetching(AdapterContext.CallListener listener) {
        AdapterContext alone = new AdapterContext(context.clock(), context.pause(), listener);
        return new SalesforceClient(connection, sessions, http, alone, quota, SalesforceRetryPolicies.PREFETCHES, idle);
    }

    public <T> T read(String operation, SoapCall<T> call) {
        return run(operation, false, session -> bySoap(session, call));
    }

    /** @throws UnknownOutcomeException when it may have been done */
    public <T> T write(String operation, SoapCall<T> call) {
        return run(operation, true, session -> bySoap(session, call));
    }

    /** A REST call that changes no record. */
    public RestAnswer rest(String operation, String method, String path, @Nullable String json) {
        return run(operation, false, session -> {
            quota.spend();
            RestAnswer answer = http.call(session, method, path, json);
            noteUsage(answer.headers().get("Sforce-Limit-Info"));
            return answer;
        });
    }

    /** A REST call after which the org changes records by and by; made again it does nothing more. */
    public RestAnswer release(String operation, String method, String path, @Nullable String json) {
        return run(operation, false, session -> {
            context.writes().pass();
            quota.spend();
            RestAnswer answer = http.call(session, method, path, json);
            noteUsage(answer.headers().get("Sforce-Limit-Info"));
            return answer;
        });
    }

    /** Brings data to where nothing is done with it until another call says so. */
    public void upload(String operation, String path, String csv) {
        run(operation, false, session -> {
            quota.spend();
            RestAnswer answer = http.upload(session, path, csv);
            noteUsage(answer.headers().get("Sforce-Limit-Info"));
            return answer;
        });
    }

    /** An answer that is read as it comes; whoever asked closes it. */
    public Response stream(String operation, String path) {
        return run(operation, false, session -> {
            quota.spend();
            Response answer = http.stream(session, path);
            noteUsage(answer.header("Sforce-Limit-Info"));
            return answer;
        });
    }

    /** The id of the org, as it comes with a token: nothing is asked of the org itself. */
    public String orgId() {
        return run("sign in", false, Session::orgId);
    }

    /** For what goes well as a call and yet has to be done again. */
    public Backoff.Attempts attempts(RetryPolicy policy, String operation) {
        return new Backoff(policy, connection, context).attempts(operation);
    }

    private <T> T run(String operation, boolean writes, Attempt<T> attempt) {
        Backoff.Attempts attempts = calls.attempts(operation);
        while (true) {
            Instant began = context.clock().instant();
            boolean sent = false;
            MappedError error;
            try {
                Session session = sessions.current();
                if (writes) context.writes().pass();
                sent = true;
                try {
                    T answer = attempt.run(session);
                    report(operation, began, "ok");
                    return answer;
                } catch (ConnectionException | IOException e) {
                    error = ErrorMapping.of(e, session.host());
                    if (error.code() == AdapterErrorCode.TOKEN_EXPIRED) {
                        sessions.forget(session);
                        if (attempts.hasRenewed()) error = refusedTwice(error);
                    }
                    if (writes && error.maybeApplied()) {
                        report(operation, began, error.code().name());
                        throw new UnknownOutcomeException(e);
                    }
                }
            } catch (IOException e) {
                error = ErrorMapping.of(e, sessions.host());
            }
            report(operation, began, error.code().name());
            boolean expired = error.code() == AdapterErrorCode.TOKEN_EXPIRED && sent;
            if (expired && attempts.renew(() -> true)) continue;
            if (!attempts.again(error.failure())) throw exception(operation, error);
        }
    }

    private <T> T bySoap(Session session, SoapCall<T> call) throws ConnectionException {
        quota.spend();
        PartnerConnection soap = soap(session);
        try {
            T answer = call.run(soap);
            noteUsage(soap);
            return answer;
        } finally {
            idle.addFirst(new Bound(session, soap));
        }
    }

    private PartnerConnection soap(Session session) throws ConnectionException {
        for (Bound known = idle.pollFirst(); known != null; known = idle.pollFirst()) {
            // Those of a session that has died are dropped.
            if (known.session().equals(session)) return known.soap();
        }
        ConnectorConfig config = new ConnectorConfig();
        // The stubs' own default endpoint is an internal host of the vendor.
        config.setServiceEndpoint(session.instanceUrl() + "/services/Soap/u/" + API_VERSION);
        config.setSessionId(session.token());
        config.setTransportFactory(() -> new OkHttpTransport(http.client(), http.inFlight()));
        PartnerConnection soap = new PartnerConnection(config);
        soap.setCallOptions("OneFunnel", null);
        soap.setQueryOptions(QUERY_PAGE);
        return soap;
    }

    private void noteUsage(PartnerConnection soap) {
        if (soap.getLimitInfoHeader() == null) return;
        for (LimitInfo each : soap.getLimitInfoHeader().getLimitInfo()) {
            if ("API REQUESTS".equals(each.getType())) quota.reported(each.getCurrent(), each.getLimit());
        }
    }

    /** Reads a header such as "api-usage=25/15000"; any other is passed over. */
    private void noteUsage(@Nullable String header) {
        if (header == null || !header.matches("api-usage=\\d+/\\d+.*")) return;
        String[] figures = header.substring("api-usage=".length()).split("[/;, ]");
        quota.reported(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
    }

    /** The same code for a session that is over and for one that a policy never lets in: "SOAP API Error Handling". */
    private static MappedError refusedTwice(MappedError error) {
        return new MappedError(
                AdapterErrorCode.CREDENTIALS_REFUSED,
                false,
                error.vendorCode(),
                "a new token was refused as well; look at the connected app's IP relaxation, at the session settings"
                        + " (locked to the IP address or domain of their origin), and whether url is the org's My"
                        + " Domain");
    }

    private AdapterException exception(String operation, MappedError error) {
        Instant now = context.clock().instant();
        Instant notBefore = error.code().recovery() == Recovery.RETRY_LATER
                ? now.plus(SalesforceRetryPolicies.CONCURRENCY_PAUSE)
                : error.code().recovery() == Recovery.STOP_UNTIL_QUOTA_RESET ? now.plus(QUOTA_PAUSE) : null;
        String code = error.vendorCode();
        // The cause carries the code for whoever plans anew after it; the vendor's text is in the message already.
        return new AdapterException(
                error.code(),
                connection + ": " + operation + ": " + (code.isEmpty() ? "" : code + " ") + error.message(),
                notBefore,
                code.isEmpty() ? null : new RefusedException(0, code, code));
    }

    private void report(String operation, Instant began, String outcome) {
        context.calls()
                .called(operation, Duration.between(began, context.clock().instant()), outcome);
    }
}
