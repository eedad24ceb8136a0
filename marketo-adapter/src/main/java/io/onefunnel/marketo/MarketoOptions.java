package io.onefunnel.marketo;

import static io.onefunnel.marketo.client.CustomService.CLIENT_ID;
import static io.onefunnel.marketo.client.CustomService.CLIENT_SECRET;

import io.onefunnel.marketo.client.InstanceOptions;
import io.onefunnel.marketo.write.OutcomeOptions;
import io.onefunnel.spi.AdapterFactory.Option;
import io.onefunnel.spi.ConnectionSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** What an admin may say about a Marketo connection. */
record MarketoOptions(InstanceOptions instance, Instant firstLoadFrom, boolean mergeInCrm, OutcomeOptions outcomes) {
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
            new Option("concurrency", false, false, "our share of the instance's 10 calls at once; 5 unless told"),
            new Option("daily-quota", false, false, "calls a day of the whole instance; 50000 unless told"),
            new Option("first-load-from", false, false, "day of the oldest lead to load; 2006-01-01 unless told"),
            new Option("merge-in-crm", false, false, "whether a merge is passed on to a natively synced Salesforce"),
            new Option("outcome-activity", false, false, "API name of the custom activity for sales outcomes"),
            new Option(
                    "outcome-program-status",
                    false,
                    false,
                    "program status by outcome: CLOSED_WON=Influenced, DISQUALIFIED=Not Interested"),
            new Option("outcome-program", false, false, "id of the program where an outcome names none"),
            new Option("outcome-campaign", false, false, "id of a trigger campaign to request for each outcome"),
            new Option("opportunities", false, false, "off: write none, even without a native CRM sync; else auto"),
            new Option(
                    "companies",
                    false,
                    false,
                    "on: where opportunities are written, write their company and sales person too; off unless told"),
            new Option("opportunity-role", false, false, "role of a person in an opportunity; Contact unless told"));

    static MarketoOptions of(ConnectionSettings settings) {
        return new MarketoOptions(
                instance(settings),
                day(settings, "first-load-from", "2006-01-01"),
                settings.option("merge-in-crm", "false").equals("true"),
                outcomes(settings));
    }

    private static InstanceOptions instance(ConnectionSettings settings) {
        HttpUrl base = url(settings, "base-url", settings.required("base-url"));
        HttpUrl identity = url(settings, "identity-url", settings.option("identity-url", base + "identity"));
        String munchkinId =
                settings.option("munchkin-id", InstanceOptions.munchkinId(base).orElse(""));
        requireCredentials(settings);
        return new InstanceOptions(
                base,
                identity,
                Optional.of(munchkinId.toUpperCase(Locale.ROOT)).filter(id -> !id.isEmpty()),
                settings.accountId().map(id -> id.toUpperCase(Locale.ROOT)),
                positive(settings, "calls-per-20-seconds", "40"),
                positive(settings, "concurrency", "5"),
                positive(settings, "daily-quota", "50000"));
    }

    private static void requireCredentials(ConnectionSettings settings) {
        if (!settings.secrets().containsKey(CLIENT_ID)) settings.required(CLIENT_ID);
        if (!settings.secrets().containsKey(CLIENT_SECRET)) {
            throw new IllegalArgumentException("connections." + settings.id() + "." + CLIENT_SECRET + " is missing");
        }
    }

    private static OutcomeOptions outcomes(ConnectionSettings settings) {
        String opportunities = settings.option("opportunities", "auto");
        if (!opportunities.equals("auto") && !opportunities.equals("off")) {
            throw wrong(settings, "opportunities", opportunities);
        }
        String companies = settings.option("companies", "off");
        if (!companies.equals("on") && !companies.equals("off")) throw wrong(settings, "companies", companies);
        return new OutcomeOptions(
                settings.option("outcome-activity", "oneFunnelSalesOutcome"),
                statuses(settings),
                id(settings, "outcome-program"),
                id(settings, "outcome-campaign"),
                opportunities.equals("auto"),
                companies.equals("on"),
                settings.option("opportunity-role", "Contact"));
    }

    private static Map<String, String> statuses(ConnectionSettings settings) {
        Map<String, String> statuses = new LinkedHashMap<>();
        String text = settings.option("outcome-program-status", "");
        for (String pair : text.split(",")) {
            if (pair.isBlank()) continue;
            String[] both = pair.split("=", 2);
            if (both.length != 2 || both[0].isBlank() || both[1].isBlank()) {
                throw wrong(settings, "outcome-program-status", text);
            }
            statuses.put(both[0].trim().toUpperCase(Locale.ROOT), both[1].trim());
        }
        return statuses;
    }

    private static Optional<String> id(ConnectionSettings settings, String key) {
        String text = settings.option(key, "");
        if (text.isEmpty()) return Optional.empty();
        if (!text.matches("\\d{1,9}")) throw wrong(settings, key, text);
        return Optional.of(text);
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
