package io.onefunnel.hubspot;

import io.onefunnel.hubspot.client.ClientOptions;
import io.onefunnel.hubspot.client.Credentials;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.merge.SalesforceSync.Deletes;
import io.onefunnel.hubspot.pull.PullOptions;
import io.onefunnel.spi.AdapterFactory.Option;
import io.onefunnel.spi.ConnectionSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The options of a HubSpot connection, checked.
 *
 * @param lifecycleBackwards whether a lifecycle stage is cleared so that an earlier one can be set
 * @param outcomeEvent the custom event that tells outcomes, without "pe" and the portal's id; none where outcomes are
 *     properties alone
 * @param mergesCompanies HubSpot refuses company merges while its own Salesforce integration is active
 */
record HubSpotOptions(
        ClientOptions client,
        PullOptions pull,
        boolean mergesCompanies,
        Deletes salesforceSyncDeletes,
        boolean lifecycleBackwards,
        Optional<String> outcomeEvent) {

    private static final String BASE_URL = "base-url";
    private static final String API_VERSION = "api-version";
    private static final String CALLS = "calls-per-10-seconds";
    private static final String SEARCHES = "searches-per-second";
    private static final String DAY_SHARE = "budget-day-share";
    private static final String OVERLAP = "overlap";
    private static final String SETTLE = "settle";
    private static final String DELETED_SCAN = "deleted-scan";
    private static final String RECONCILE = "reconcile";
    private static final String MERGE_COMPANIES = "merge-companies";

    private static final String SALESFORCE_SYNC_DELETES = "salesforce-sync-deletes";
    private static final String LIFECYCLE_BACKWARDS = "lifecycle-backwards";
    private static final String OUTCOME_EVENT = "outcome-event";
    // At most 50 characters, lower case: guide "Define custom events".
    private static final Pattern EVENT_NAME = Pattern.compile("(?:pe\\d+_)?([a-z][a-z0-9_]{0,49})");

    static final List<Option> ALL = List.of(
            new Option(
                    Credentials.TOKEN,
                    false,
                    true,
                    "service key or private app token (pat-...); or give the three OAuth values"),
            new Option(Credentials.CLIENT_ID, false, false, "OAuth: the app's client id"),
            new Option(Credentials.CLIENT_SECRET, false, true, "OAuth: the app's client secret"),
            new Option(
                    Credentials.REFRESH_TOKEN, false, true, "OAuth: the refresh token of this portal's installation"),
            new Option(BASE_URL, false, false, "address of the API (https://api.hubapi.com)"),
            new Option(API_VERSION, false, false, "dated API version (2026-09), or \"legacy\" for v3/v4 paths"),
            new Option(
                    CALLS,
                    false,
                    false,
                    "calls in ten seconds at most (190); less leaves room for other apps of this token"),
            new Option(
                    SEARCHES,
                    false,
                    false,
                    "searches in a second at most (5, which the vendor allows to all apps together)"),
            new Option(
                    DAY_SHARE,
                    false,
                    false,
                    "OneFunnel's part of the portal's daily calls (0.50); then the connection stops until the portal's"
                            + " midnight"),
            new Option(OVERLAP, false, false, "how much of the last window is read again (PT10M)"),
            new Option(SETTLE, false, false, "how old a change must be to be read (PT1M)"),
            new Option(DELETED_SCAN, false, false, "how often archived records are looked for (PT6H)"),
            new Option(
                    RECONCILE,
                    false,
                    false,
                    "how often all ids are listed for what the search index never showed (P1D; PT0S never)"),
            new Option(MERGE_COMPANIES, false, false, "false while HubSpot's Salesforce integration is active (true)"),
            new Option(
                    SALESFORCE_SYNC_DELETES,
                    false,
                    false,
                    "whether HubSpot's own Salesforce integration deletes contacts: on, off or unknown (unknown); merges"
                            + " wait until it is off"),
            new Option(
                    LIFECYCLE_BACKWARDS,
                    false,
                    false,
                    "whether a lifecycle stage may be moved back, by clearing it first (false)"),
            new Option(
                    OUTCOME_EVENT,
                    false,
                    false,
                    "custom event that tells outcomes on the timeline, such as onefunnel_outcome (none; needs an Enterprise"
                            + " hub)"));

    static HubSpotOptions of(ConnectionSettings settings) {
        String base = settings.option(BASE_URL, "https://api.hubapi.com");
        HttpUrl url = HttpUrl.parse(base);
        if (url == null) throw wrong(settings, BASE_URL, base);
        ClientOptions client = new ClientOptions(
                url,
                new HubSpotPaths(settings.option(API_VERSION, HubSpotPaths.DEFAULT_VERSION)),
                positive(settings, CALLS, "190"),
                positive(settings, SEARCHES, "5"),
                share(settings));
        PullOptions pull = new PullOptions(
                duration(settings, OVERLAP, "PT10M"),
                duration(settings, SETTLE, "PT1M"),
                duration(settings, DELETED_SCAN, "PT6H"),
                duration(settings, RECONCILE, "P1D"));
        return new HubSpotOptions(
                client,
                pull,
                Boolean.parseBoolean(settings.option(MERGE_COMPANIES, "true")),
                deletes(settings),
                Boolean.parseBoolean(settings.option(LIFECYCLE_BACKWARDS, "false")),
                outcomeEvent(settings));
    }

    private static double share(ConnectionSettings settings) {
        String value = settings.option(DAY_SHARE, "0.50");
        if (!value.matches("0?\\.\\d{1,4}|1|1\\.0+") || Double.parseDouble(value) == 0) {
            throw wrong(settings, DAY_SHARE, value);
        }
        return Double.parseDouble(value);
    }

    private static Optional<String> outcomeEvent(ConnectionSettings settings) {
        String value = settings.option(OUTCOME_EVENT, "");
        if (value.isEmpty()) return Optional.empty();
        Matcher name = EVENT_NAME.matcher(value);
        if (!name.matches()) throw wrong(settings, OUTCOME_EVENT, value);
        return Optional.of(name.group(1));
    }

    private static Deletes deletes(ConnectionSettings settings) {
        String value = settings.option(SALESFORCE_SYNC_DELETES, "unknown");
        for (Deletes each : Deletes.values()) {
            if (each.name().equalsIgnoreCase(value)) return each;
        }
        throw wrong(settings, SALESFORCE_SYNC_DELETES, value);
    }

    private static int positive(ConnectionSettings settings, String key, String otherwise) {
        String value = settings.option(key, otherwise);
        if (!value.matches("[1-9]\\d{0,8}")) throw wrong(settings, key, value);
        return Integer.parseInt(value);
    }

    private static Duration duration(ConnectionSettings settings, String key, String otherwise) {
        String value = settings.option(key, otherwise);
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative()) return duration;
        } catch (DateTimeException e) {
            throw wrong(settings, key, value);
        }
        throw wrong(settings, key, value);
    }

    private static IllegalArgumentException wrong(ConnectionSettings settings, String key, String value) {
        return new IllegalArgumentException(
                "connections." + settings.id() + "." + key + " cannot be \"" + value + "\"");
    }
}
