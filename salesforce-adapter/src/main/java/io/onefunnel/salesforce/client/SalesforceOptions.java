package io.onefunnel.salesforce.client;

import io.onefunnel.spi.option.Option;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** The options of a Salesforce connection. */
public final class SalesforceOptions {
    /** How a token is got. */
    public enum Grant {
        JWT,
        CLIENT_CREDENTIALS,
        REFRESH_TOKEN
    }

    /** Which orgs an admin wants to be let in. */
    public enum Environment {
        EITHER,
        PRODUCTION,
        SANDBOX
    }

    static final Option<URI> URL = Option.address("url", "address of the org: https://yourdomain.my.salesforce.com")
            .required();
    static final Option<Grant> GRANT = Option.choice("grant", Grant.class, "how to sign in")
            .withDefault("jwt")
            .perUse();
    static final Option<String> CLIENT_ID =
            Option.text("client-id", "consumer key of the app").required().perUse();
    static final Option<String> USERNAME = Option.text("username", "jwt: the integration user")
            .requiredFor(GRANT, Grant.JWT)
            .perUse();
    static final Option<String> PRIVATE_KEY = Option.secret(
                    "private-key", "jwt: private key of the app's certificate, PKCS#8 PEM")
            .requiredFor(GRANT, Grant.JWT);
    static final Option<String> REFRESH_TOKEN = Option.secret(
                    "refresh-token", "refresh-token: the token of the app's installation")
            .requiredFor(GRANT, Grant.REFRESH_TOKEN);
    static final Option<String> CLIENT_SECRET = Option.secret("client-secret", "consumer secret; not for jwt")
            .requiredWhen(
                    "unless grant is jwt",
                    given -> given.value(GRANT)
                            .filter(grant -> grant != Grant.JWT)
                            .isPresent());
    static final Option<URI> AUDIENCE = Option.address("audience", "jwt: https://test.salesforce.com for a sandbox")
            .withDefault("https://login.salesforce.com")
            .perUse();

    /** A long transaction commits with an old stamp; without an overlap such records would never come. */
    public static final Option<Duration> OVERLAP = Option.duration(
                    "overlap",
                    "1s",
                    "how much of the last window is read again: a long transaction commits with an old stamp")
            .withDefault("15m");
    // Salesforce's own threshold is 2,000 records ("Bulk API 2.0 Limits"), but a job costs five calls and its waiting
    // time: up to ten pages a query is cheaper.
    public static final Option<Integer> BULK_FROM = Option.positive(
                    "bulk-from", "what holds more rows than this is read by Bulk API 2.0")
            .withDefault("20000");
    public static final Option<Integer> BULK_PAGE = Option.positive(
                    "bulk-page", "rows of a Bulk result that are stored at once")
            .withDefault("10000");
    public static final Option<Integer> BULK_CHUNK = Option.positive(
                    "bulk-chunk", "records in one Bulk job of a first load")
            .withDefault("250000");
    public static final Option<Duration> FORMULA_SWEEP = Option.duration(
                    "formula-sweep",
                    "1s",
                    "how often types with formula fields are read anew as a whole: a formula moves without a new stamp")
            .absentMeans("never");
    public static final Option<Double> BUDGET_DAY_SHARE = Option.share(
                    "budget-day-share",
                    "our part of the org's API calls in 24 hours; then the connection stops, and says when it goes on")
            .withDefault("0.20");
    public static final Option<Integer> BUDGET_RUN_CALLS =
            Option.positive("budget-run-calls", "the most API calls of one run").absentMeans("no limit");
    static final Option<Environment> ENVIRONMENT = Option.choice(
                    "environment", Environment.class, "an org that is of the other sort is refused")
            .withDefault("either");
    public static final Option<Boolean> BULK_WRITES = Option.flag(
                    "bulk-writes",
                    "true: very many field writes go by Bulk API. It has no duplicate-rule header: rules that only alert"
                            + " then refuse rows, and rows sent cannot be paused")
            .withDefault("false");
    public static final Option<Integer> BULK_WRITES_FROM =
            Option.positive("bulk-writes-from", "rows from which on they do").withDefault("10000");
    public static final Option<ZoneId> ZONE =
            Option.zone("zone", "time zone in which tasks are due").withDefault("UTC");

    public static final List<Option<?>> ALL = List.of(
            URL,
            GRANT,
            CLIENT_ID,
            CLIENT_SECRET,
            USERNAME,
            PRIVATE_KEY,
            REFRESH_TOKEN,
            AUDIENCE,
            OVERLAP,
            BULK_FROM,
            BULK_PAGE,
            BULK_CHUNK,
            FORMULA_SWEEP,
            BUDGET_DAY_SHARE,
            BUDGET_RUN_CALLS,
            ENVIRONMENT,
            BULK_WRITES,
            BULK_WRITES_FROM,
            ZONE);

    private SalesforceOptions() {}
}
