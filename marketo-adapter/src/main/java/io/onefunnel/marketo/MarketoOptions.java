package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterFactory.Option;
import io.onefunnel.spi.ConnectionSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What an admin may say about a Marketo connection. */
record MarketoOptions(
        HttpUrl base,
        HttpUrl identity,
        Optional<String> munchkinId,
        int callsPer20Seconds,
        int concurrency,
        long dailyQuota,
        Instant firstLoadFrom,
        String outcomeActivity,
        boolean mergeInCrm) {

    static final String CLIENT_ID = "client-id";
    static final String CLIENT_SECRET = "client-secret";

    static final List<Option> ALL = List.of(
            new Option(
                    "base-url",
                    true,
                    false,
                    "REST endpoint, with or without /rest: Admin > Integration > Web Services"),
            new Option("identity-url", false, false, "identity endpoint; base-url + /identity unless told"),
            new Option(CLIENT_ID, true, true, "client id of the custom service (LaunchPoint)"),
            new Option(CLIENT_SECRET, true, true, "client secret of the custom service"),
            new Option("munchkin-id", false, false, "account id; taken from base-url unless told"),
            new Option("calls-per-20-seconds", false, false, "our share of the instance's 100; 40 unless told"),
            new Option("concurrency", false, false, "our share of the instance's 10 calls at once; 4 unless told"),
            new Option("daily-quota", false, false, "calls a day of the whole instance; 50000 unless told"),
            new Option("first-load-from", false, false, "day of the oldest lead to load; 2006-01-01 unless told"),
            new Option("outcome-activity", false, false, "API name of the custom activity for sales outcomes"),
            new Option("merge-in-crm", false, false, "whether a merge is passed on to a natively synced Salesforce"));

    // Munchkin id in the host: "284-RPR-133.mktorest.com", "Base URL".
    private static final Pattern MUNCHKIN = Pattern.compile("^(\\d{3}-[A-Za-z]{3}-\\d{3})\\.");

    static MarketoOptions of(ConnectionSettings settings) {
        HttpUrl base = url(settings, "base-url", settings.required("base-url"));
        HttpUrl identity = url(settings, "identity-url", settings.option("identity-url", base + "identity"));
        Matcher host = MUNCHKIN.matcher(base.host());
        String fromHost = host.find() ? host.group(1).toUpperCase(java.util.Locale.ROOT) : "";
        String munchkinId = settings.option("munchkin-id", fromHost);
        if (!settings.secrets().containsKey(CLIENT_ID)) settings.required(CLIENT_ID);
        if (!settings.secrets().containsKey(CLIENT_SECRET)) {
            throw new IllegalArgumentException("connections." + settings.id() + "." + CLIENT_SECRET + " is missing");
        }
        return new MarketoOptions(
                base,
                identity,
                Optional.of(munchkinId).filter(id -> !id.isEmpty()),
                positive(settings, "calls-per-20-seconds", "40"),
                positive(settings, "concurrency", "4"),
                positive(settings, "daily-quota", "50000"),
                day(settings, "first-load-from", "2006-01-01"),
                settings.option("outcome-activity", "oneFunnelSalesOutcome"),
                settings.option("merge-in-crm", "false").equals("true"));
    }

    private static HttpUrl url(ConnectionSettings settings, String key, String text) {
        // The product's screen shows the endpoint with /rest; a double slash is refused: "REST API".
        String plain = text.replaceAll("/+$", "").replaceAll("/rest$", "");
        HttpUrl url = HttpUrl.parse(plain + "/");
        if (url == null) throw wrong(settings, key, text);
        return url;
    }

    private static int positive(ConnectionSettings settings, String key, String otherwise) {
        String text = settings.option(key, otherwise);
        if (!text.matches("[1-9]\\d{0,8}")) throw wrong(settings, key, text);
        return Integer.parseInt(text);
    }

    private static Instant day(ConnectionSettings settings, String key, String otherwise) {
        String text = settings.option(key, otherwise);
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException notADay) {
            throw wrong(settings, key, text);
        }
    }

    private static IllegalArgumentException wrong(ConnectionSettings settings, String key, String text) {
        return new IllegalArgumentException("connections." + settings.id() + "." + key + " is not usable: " + text);
    }
}
