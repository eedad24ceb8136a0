package io.onefunnel.marketo;

import io.onefunnel.marketo.client.CustomService;
import io.onefunnel.marketo.client.InstanceOptions;
import io.onefunnel.marketo.write.OutcomeOptions;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.option.Option;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;

/** The options of a Marketo connection. */
final class MarketoOptions {
    /** Whether opportunities may be written where no native CRM sync brings them. */
    enum Opportunities {
        AUTO,
        OFF
    }

    private static final Option<URI> BASE_URL = Option.address(
                    "base-url", "REST endpoint, with or without /rest: Admin > Integration > Web Services")
            .required();
    private static final Option<URI> IDENTITY_URL =
            Option.address("identity-url", "identity endpoint").absentMeans("base-url + /identity");
    private static final Option<String> MUNCHKIN_ID = Option.text(
                    "munchkin-id",
                    "a Munchkin id such as 284-RPR-133",
                    "\\d{3}-[A-Za-z]{3}-\\d{3}",
                    "id of the instance: Admin > Integration > Munchkin")
            .absentMeans("from base-url")
            .requiredWhen(
                    "where base-url does not begin with it",
                    given -> given.value(BASE_URL)
                            .filter(base -> InstanceOptions.munchkinId(String.valueOf(base.getHost()))
                                    .isEmpty())
                            .isPresent());
    private static final Option<Integer> CALLS = Option.positive(
                    "calls-per-20-seconds", "our share of the instance's 100")
            .withDefault("40");
    private static final Option<Integer> CONCURRENCY = Option.positive(
                    "concurrency", "our share of the instance's 10 calls at once")
            .withDefault("5");
    private static final Option<Integer> DAILY_QUOTA =
            Option.positive("daily-quota", "calls a day of the whole instance").withDefault("50000");
    private static final Option<LocalDate> FIRST_LOAD_FROM =
            Option.day("first-load-from", "day of the oldest lead to load").withDefault("2006-01-01");
    private static final Option<Boolean> MERGE_IN_CRM = Option.flag(
                    "merge-in-crm", "whether a merge is passed on to a natively synced Salesforce")
            .withDefault("false");
    private static final Option<String> OUTCOME_ACTIVITY = Option.text(
                    "outcome-activity", "API name of the custom activity for sales outcomes; created by provision")
            .withDefault("oneFunnelSalesOutcome");
    private static final Option<Map<String, String>> OUTCOME_PROGRAM_STATUS = Option.pairs(
                    "outcome-program-status",
                    Arrays.stream(FunnelEvent.Kind.values()).map(Enum::name).toList(),
                    "CLOSED_WON=Influenced, DISQUALIFIED=Not Interested",
                    "program status by outcome; onefunnel metadata lists the statuses of each channel")
            .absentMeans("none");
    private static final Option<String> OUTCOME_PROGRAM =
            id("outcome-program", "id of the program for outcomes whose own program is not known");
    private static final Option<String> OUTCOME_CAMPAIGN =
            id("outcome-campaign", "id of a trigger campaign to request for each outcome, at most once");
    private static final Option<Opportunities> OPPORTUNITIES = Option.choice(
                    "opportunities", Opportunities.class, "off: write none, even where no native CRM sync is on")
            .withDefault("auto");
    private static final Option<Boolean> COMPANIES = Option.flag(
                    "companies",
                    "true: where opportunities are written, also write the owner as sales person and the account as company"
                            + " before them")
            .withDefault("false");
    private static final Option<String> OPPORTUNITY_ROLE = Option.text(
                    "opportunity-role", "role under which a person is linked to an opportunity")
            .withDefault("Contact");

    static final List<Option<?>> ALL = List.of(
            BASE_URL,
            IDENTITY_URL,
            CustomService.CLIENT_ID,
            CustomService.CLIENT_SECRET,
            MUNCHKIN_ID,
            CALLS,
            CONCURRENCY,
            DAILY_QUOTA,
            FIRST_LOAD_FROM,
            MERGE_IN_CRM,
            OUTCOME_ACTIVITY,
            OUTCOME_PROGRAM_STATUS,
            OUTCOME_PROGRAM,
            OUTCOME_CAMPAIGN,
            OPPORTUNITIES,
            COMPANIES,
            OPPORTUNITY_ROLE);

    private MarketoOptions() {}

    private static Option<String> id(String key, String meaning) {
        return Option.text(key, "an id of up to nine digits", "\\d{1,9}", meaning)
                .absentMeans("none");
    }

    static InstanceOptions instance(ConnectionSettings settings) {
        HttpUrl base = directory(settings.get(BASE_URL));
        HttpUrl identity = settings.find(IDENTITY_URL)
                .map(MarketoOptions::directory)
                .orElseGet(() -> directory(base.resolve("identity").uri()));
        return new InstanceOptions(
                base,
                identity,
                settings.find(MUNCHKIN_ID)
                        .map(id -> id.toUpperCase(Locale.ROOT))
                        .or(() -> InstanceOptions.munchkinId(base.host())),
                settings.get(CALLS),
                settings.get(CONCURRENCY),
                settings.get(DAILY_QUOTA));
    }

    /** The product's screen shows the endpoint with /rest; a double slash is refused: "REST API". */
    private static HttpUrl directory(URI address) {
        return HttpUrl.get(address.toString().replaceAll("/+$", "").replaceAll("/rest$", "") + "/");
    }

    static Instant firstLoadFrom(ConnectionSettings settings) {
        return settings.get(FIRST_LOAD_FROM).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static boolean mergeInCrm(ConnectionSettings settings) {
        return settings.get(MERGE_IN_CRM);
    }

    static OutcomeOptions outcomes(ConnectionSettings settings) {
        return new OutcomeOptions(
                settings.get(OUTCOME_ACTIVITY),
                settings.find(OUTCOME_PROGRAM_STATUS).orElse(Map.of()),
                settings.find(OUTCOME_PROGRAM),
                settings.find(OUTCOME_CAMPAIGN),
                settings.get(OPPORTUNITIES) == Opportunities.AUTO,
                settings.get(COMPANIES),
                settings.get(OPPORTUNITY_ROLE));
    }
}
