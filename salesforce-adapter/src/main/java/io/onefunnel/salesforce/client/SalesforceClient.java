package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.LimitInfo;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.QueryResult;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import okhttp3.Headers;
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
        T run(PartnerConnection soap) throws ConnectionException, IOException;
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

    /** The first page of a query. */
    public QueryResult query(String operation, String soql) {
        return read(operation, soap -> SoapAnswers.page(soap.query(soql)));
    }

    /** The same, with what is deleted or merged away. */
    public QueryResult queryAll(String operation, String soql) {
        return read(operation, soap -> SoapAnswers.page(soap.queryAll(soql)));
    }

    /** The number of a COUNT(). */
    public int count(String operation, String soql) {
        return read(operation, soap -> SoapAnswers.count(soap.query(soql)));
    }

    /** All objects that our user may see. */
    public List<DescribeGlobalSObjectResult> objects() {
        return List.of(read("describe global", soap -> SoapAnswers.described(soap.describeGlobal())));
    }

    /** In the order of the names, at most a hundred. */
    public DescribeSObjectResult[] describe(Collection<String> names) {
        return read(
                "describe", soap -> SoapAnswers.described(names, soap.describeSObjects(names.toArray(String[]::new))));
    }

    /**
     * A REST call that changes no record.
     *
     * @param keys what an answer cannot be without
     */
    public RestAnswer rest(String operation, String method, String path, @Nullable String json, String... keys) {
        return run(operation, false, session -> {
            quota.spend();
            RestAnswer answer = http.call(session, method, path, json, List.of(keys));
            noteAnswer(session, answer.headers());
            return answer;
        });
    }

    /** The same where the org changes records by and by after it; made again it does nothing more. */
    public RestAnswer release(String operation, String method, String path, @Nullable String json, String... keys) {
        return run(operation, false, session -> {
            context.writes().pass();
            quota.spend();
            RestAnswer answer = http.call(session, method, path, json, List.of(keys));
            noteAnswer(session, answer.headers());
            return answer;
        });
    }

    /** Brings data to where nothing is done with it until another call says so. */
    public void upload(String operation, String path, String csv) {
        run(operation, false, session -> {
            quota.spend();
            Headers answer = http.upload(session, path, csv);
            noteAnswer(session, answer);
            return answer;
        });
    }

    /** Rows of Bulk API that are read as they come; whoever asked closes the answer. */
    public Response stream(String operation, String path) {
        return run(operation, false, session -> {
            quota.spend();
            Response answer = http.stream(session, path);
            noteAnswer(session, answer.headers());
            return answer;
        });
    }

    /** Rows of Bulk API that are few enough to be held. */
    public String rows(String operation, String path) {
        return run(operation, false, session -> {
            quota.spend();
            try (Response answer = http.stream(session, path)) {
                noteAnswer(session, answer.headers());
                return new String(HttpAnswers.bytes(answer), StandardCharsets.UTF_8);
            }
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
        boolean lookedForInstance = false;
        while (true) {
            Instant began = context.clock().instant();
            @Nullable Session session = null;
            MappedError error;
            try {
                session = sessions.current();
                if (writes) context.writes().pass();
                try {
                    T answer = attempt.run(session);
                    report(operation, began, "ok");
                    return answer;
                } catch (ConnectionException | IOException e) {
                    error = ErrorMapping.of(e, session.host());
                    if (error.code() == AdapterErrorCode.TOKEN_EXPIRED) {
                        sessions.expired(session);
                        if (attempts.hasRenewed()) error = refusedTwice(error);
                    }
                    if (writes && error.maybeApplied()) {
                        report(operation, began, error.code().name());
                        throw new UnknownOutcomeException(e);
                    }
                }
            } catch (IOException e) {
                error = ErrorMapping.ofSignIn(e, sessions.host());
            }
            report(operation, began, error.code().name());
            if (session != null) {
                if (error.code() == AdapterErrorCode.TOKEN_EXPIRED && attempts.renew(() -> true)) continue;
                if (!lookedForInstance && error.isOfAddress()) {
                    lookedForInstance = true;
                    if (hasMoved(session)) continue;
                }
            }
            if (!attempts.again(error.failure())) throw exception(operation, error);
        }
    }

    /** An org that was moved to another instance tells so at the next sign-in, and by nothing else. */
    private boolean hasMoved(Session gone) {
        try {
            return sessions.moved(gone);
        } catch (IOException e) {
            // What stands in the way of the call is said, not what stands in the way of looking for another address.
            return false;
        }
    }

    private <T> T bySoap(Session session, SoapCall<T> call) throws ConnectionException, IOException {
        quota.spend();
        PartnerConnection soap = soap(session);
        try {
            T answer = call.run(soap);
            sessions.answered(session);
            noteUsage(soap);
            return answer;
        } catch (RuntimeException e) {
            // force-wsc falls over what is missing in an answer, in many ways.
            throw new UnexpectedAnswerException("the answer of " + session.host() + " has not what belongs there ("
                    + e.getClass().getSimpleName() + ")");
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
    private void noteAnswer(Session session, Headers headers) {
        sessions.answered(session);
        String header = headers.get("Sforce-Limit-Info");
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
