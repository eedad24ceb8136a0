package io.onefunnel.salesforce.client;

import io.onefunnel.spi.AdapterFactory.Option;
import io.onefunnel.spi.ConnectionSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;

/**
 * The options of a Salesforce connection, checked.
 *
 * @param loginUrl My Domain, or login.salesforce.com or test.salesforce.com
 * @param audience what a JWT assertion is made out to
 * @param overlap how much of the last window is read again: a long transaction commits with an old stamp
 * @param bulkFrom what holds more rows than this is read by Bulk 2.0
 * @param bulkPage how many rows of a bulk result are one page
 * @param bulkChunk how many records one job of a first load is to hold
 * @param formulaSweep how often types with formula fields are read anew as a whole; empty for never
 * @param budgetDayShare the part of the org's daily calls that is ours
 * @param budgetRunCalls the most calls of one run
 * @param sandbox whether the org must be a sandbox, where the admin said so
 * @param bulkWritesFrom from how many rows on field writes go by Bulk 2.0; empty when the admin has not accepted that
 * @param zone where the due date of a task is a day
 */
public record SalesforceOptions(
        HttpUrl loginUrl,
        Grant grant,
        String clientId,
        String username,
        String audience,
        Duration overlap,
        int bulkFrom,
        int bulkPage,
        int bulkChunk,
        Optional<Duration> formulaSweep,
        double budgetDayShare,
        long budgetRunCalls,
        Optional<Boolean> sandbox,
        OptionalInt bulkWritesFrom,
        ZoneId zone) {
    /** How a token is got. */
    enum Grant {
        JWT,
        CLIENT_CREDENTIALS,
        REFRESH_TOKEN
    }

    static final String CLIENT_SECRET = "client-secret";
    static final String PRIVATE_KEY = "private-key";
    static final String REFRESH_TOKEN = "refresh-token";

    private static final String URL = "url";
    private static final String GRANT = "grant";
    private static final String CLIENT_ID = "client-id";
    private static final String USERNAME = "username";
    private static final String AUDIENCE = "audience";
    private static final String OVERLAP = "overlap";
    private static final String BULK_FROM = "bulk-from";
    private static final String BULK_PAGE = "bulk-page";
    private static final String BULK_CHUNK = "bulk-chunk";
    private static final String FORMULA_SWEEP = "formula-sweep";
    private static final String BUDGET_DAY_SHARE = "budget-day-share";
    private static final String BUDGET_RUN_CALLS = "budget-run-calls";
    private static final String ENVIRONMENT = "environment";
    private static final String BULK_WRITES = "bulk-writes";
    private static final String BULK_WRITES_FROM = "bulk-writes-from";
    private static final String ZONE = "zone";

    public static final List<Option> ALL = List.of(
            new Option(URL, true, false, "address of the org: https://yourdomain.my.salesforce.com"),
            new Option(GRANT, false, false, "how to sign in: jwt, client-credentials or refresh-token (jwt)"),
            new Option(CLIENT_ID, true, false, "consumer key of the connected app"),
            new Option(CLIENT_SECRET, false, true, "consumer secret; not for jwt"),
            new Option(USERNAME, false, false, "jwt: the integration user"),
            new Option(PRIVATE_KEY, false, true, "jwt: private key of the app's certificate, PKCS#8 PEM"),
            new Option(REFRESH_TOKEN, false, true, "refresh-token: the token of the app's installation"),
            new Option(AUDIENCE, false, false, "jwt: https://test.salesforce.com for a sandbox (login.salesforce.com)"),
            new Option(OVERLAP, false, false, "how much of the last window is read again (PT15M)"),
            new Option(BULK_FROM, false, false, "more rows than this are read by Bulk API (20000)"),
            new Option(BULK_PAGE, false, false, "rows of a Bulk result that are stored at once (10000)"),
            new Option(BULK_CHUNK, false, false, "records in one Bulk job of a first load (250000)"),
            new Option(FORMULA_SWEEP, false, false, "how often types with formula fields are read anew, PT24H (never)"),
            new Option(BUDGET_DAY_SHARE, false, false, "part of the org's daily API calls that we may make (0.20)"),
            new Option(BUDGET_RUN_CALLS, false, false, "the most API calls of one run (no limit)"),
            new Option(ENVIRONMENT, false, false, "production or sandbox: refuse an org that is not (either)"),
            new Option(
                    BULK_WRITES,
                    false,
                    false,
                    "true: very many field writes go by Bulk API. It has no duplicate-rule header: rules that only alert"
                            + " then refuse rows, and rows sent cannot be paused (false)"),
            new Option(BULK_WRITES_FROM, false, false, "rows from which on they do (10000)"),
            new Option(ZONE, false, false, "time zone in which tasks are due (UTC)"));

    public static SalesforceOptions of(ConnectionSettings settings) {
        String address = settings.required(URL);
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) throw wrong(settings, URL, address);
        return new SalesforceOptions(
                url,
                grant(settings),
                settings.required(CLIENT_ID),
                settings.option(USERNAME, ""),
                settings.option(AUDIENCE, "https://login.salesforce.com"),
                duration(settings, OVERLAP, "PT15M"),
                // Salesforce's own threshold is 2,000 records ("Bulk API 2.0 Limits"), but a job costs five calls and
                // its waiting time: up to ten pages a query is cheaper.
                positive(settings, BULK_FROM, "20000"),
                positive(settings, BULK_PAGE, "10000"),
                positive(settings, BULK_CHUNK, "250000"),
                settings.options().containsKey(FORMULA_SWEEP)
                        ? Optional.of(duration(settings, FORMULA_SWEEP, ""))
                        : Optional.empty(),
                share(settings),
                settings.options().containsKey(BUDGET_RUN_CALLS)
                        ? positive(settings, BUDGET_RUN_CALLS, "")
                        : Long.MAX_VALUE,
                sandbox(settings),
                bulkWrites(settings),
                zone(settings));
    }

    private static Grant grant(ConnectionSettings settings) {
        String grant = settings.option(GRANT, "jwt");
        switch (grant) {
            case "jwt" -> {
                settings.required(USERNAME);
                demand(settings, PRIVATE_KEY);
                return Grant.JWT;
            }
            case "client-credentials" -> {
                demand(settings, CLIENT_SECRET);
                return Grant.CLIENT_CREDENTIALS;
            }
            case "refresh-token" -> {
                demand(settings, CLIENT_SECRET);
                demand(settings, REFRESH_TOKEN);
                return Grant.REFRESH_TOKEN;
            }
            default -> throw wrong(settings, GRANT, grant);
        }
    }

    /** That the secret is configured; its value is read when it is needed. */
    private static void demand(ConnectionSettings settings, String secret) {
        if (!settings.secrets().containsKey(secret)) {
            throw new IllegalArgumentException("connections." + settings.id() + "." + secret + " is missing");
        }
    }

    private static int positive(ConnectionSettings settings, String key, String otherwise) {
        String value = settings.option(key, otherwise);
        if (!value.matches("[1-9]\\d{0,8}")) throw wrong(settings, key, value);
        return Integer.parseInt(value);
    }

    private static Duration duration(ConnectionSettings settings, String key, String otherwise) {
        String value = settings.option(key, otherwise);
        try {
            return Duration.parse(value);
        } catch (DateTimeException e) {
            throw wrong(settings, key, value);
        }
    }

    private static double share(ConnectionSettings settings) {
        String value = settings.option(BUDGET_DAY_SHARE, "0.20");
        if (!value.matches("0\\.\\d{1,4}|1(\\.0{1,4})?") || Double.parseDouble(value) == 0) {
            throw wrong(settings, BUDGET_DAY_SHARE, value);
        }
        return Double.parseDouble(value);
    }

    private static Optional<Boolean> sandbox(ConnectionSettings settings) {
        String value = settings.option(ENVIRONMENT, "either");
        return switch (value) {
            case "either" -> Optional.empty();
            case "production" -> Optional.of(false);
            case "sandbox" -> Optional.of(true);
            default -> throw wrong(settings, ENVIRONMENT, value);
        };
    }

    private static OptionalInt bulkWrites(ConnectionSettings settings) {
        int from = positive(settings, BULK_WRITES_FROM, "10000");
        String accepted = settings.option(BULK_WRITES, "false");
        return switch (accepted) {
            case "true" -> OptionalInt.of(from);
            case "false" -> OptionalInt.empty();
            default -> throw wrong(settings, BULK_WRITES, accepted);
        };
    }

    private static ZoneId zone(ConnectionSettings settings) {
        String value = settings.option(ZONE, "UTC");
        try {
            return ZoneId.of(value);
        } catch (DateTimeException e) {
            throw wrong(settings, ZONE, value);
        }
    }

    private static IllegalArgumentException wrong(ConnectionSettings settings, String key, String value) {
        return new IllegalArgumentException("connections." + settings.id() + "." + key + " cannot be " + value);
    }
}
