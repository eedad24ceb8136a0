package io.onefunnel.hubspot;

import io.onefunnel.hubspot.client.ClientOptions;
import io.onefunnel.hubspot.client.Credentials;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.merge.SalesforceSync.Deletes;
import io.onefunnel.hubspot.pull.PullOptions;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.option.Option;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** The options of a HubSpot connection. */
final class HubSpotOptions {
    private static final Option<URI> BASE_URL =
            Option.address("base-url", "address of the API").withDefault("https://api.hubapi.com");
    private static final Option<String> API_VERSION = Option.text(
                    "api-version",
                    "a month such as 2026-09, or legacy",
                    HubSpotPaths.VERSIONS,
                    "dated API version, or legacy for the v3 and v4 paths")
            .withDefault(HubSpotPaths.DEFAULT_VERSION);
    private static final Option<Integer> CALLS = Option.positive(
                    "calls-per-10-seconds",
                    "calls in ten seconds at most; less leaves room for other apps of this token")
            .withDefault("190");
    private static final Option<Integer> SEARCHES = Option.positive(
                    "searches-per-second", "searches in a second at most, which the vendor allows to all apps together")
            .withDefault("5");
    private static final Option<Double> DAY_SHARE = Option.share(
                    "budget-day-share",
                    "our part of the portal's daily calls; then the connection stops until the portal's midnight")
            .withDefault("0.50");
    private static final Option<Duration> OVERLAP = Option.duration(
                    "overlap", "1s", "how much of the last window is read again: the search index lags")
            .withDefault("10m");
    private static final Option<Duration> SETTLE = Option.duration(
                    "settle", "0s", "how old a change must be to be read")
            .withDefault("1m");
    private static final Option<Duration> DELETED_SCAN = Option.duration(
                    "deleted-scan", "0s", "how often archived records are looked for")
            .withDefault("6h");
    private static final Option<Duration> RECONCILE = Option.duration(
                    "reconcile", "0s", "how often all ids are listed for what the search index never showed; 0s never")
            .withDefault("1d");
    private static final Option<Boolean> MERGE_COMPANIES = Option.flag(
                    "merge-companies", "false while HubSpot's own Salesforce integration is active")
            .withDefault("true");
    private static final Option<Deletes> SALESFORCE_SYNC_DELETES = Option.choice(
                    "salesforce-sync-deletes",
                    Deletes.class,
                    "whether HubSpot's own Salesforce integration deletes contacts; while it is installed, merges wait for off")
            .withDefault("unknown");
    private static final Option<Boolean> LIFECYCLE_BACKWARDS = Option.flag(
                    "lifecycle-backwards", "whether a lifecycle stage may be moved back, by clearing it first")
            .withDefault("false");
    // At most 50 characters, lower case: guide "Define custom events".
    private static final Option<String> OUTCOME_EVENT = Option.text(
                    "outcome-event",
                    "the name of a custom event, such as onefunnel_outcome",
                    "(pe\\d+_)?[a-z][a-z0-9_]{0,49}",
                    "custom event that tells outcomes on the timeline; needs an Enterprise hub")
            .absentMeans("none");

    static final List<Option<?>> ALL = List.of(
            Credentials.TOKEN,
            Credentials.CLIENT_ID,
            Credentials.CLIENT_SECRET,
            Credentials.REFRESH_TOKEN,
            BASE_URL,
            API_VERSION,
            CALLS,
            SEARCHES,
            DAY_SHARE,
            OVERLAP,
            SETTLE,
            DELETED_SCAN,
            RECONCILE,
            MERGE_COMPANIES,
            SALESFORCE_SYNC_DELETES,
            LIFECYCLE_BACKWARDS,
            OUTCOME_EVENT);

    private HubSpotOptions() {}

    static ClientOptions client(ConnectionSettings settings) {
        return new ClientOptions(
                HttpUrl.get(settings.get(BASE_URL).toString()),
                new HubSpotPaths(settings.get(API_VERSION)),
                settings.get(CALLS),
                settings.get(SEARCHES),
                settings.get(DAY_SHARE));
    }

    static PullOptions pull(ConnectionSettings settings) {
        return new PullOptions(
                settings.get(OVERLAP), settings.get(SETTLE), settings.get(DELETED_SCAN), settings.get(RECONCILE));
    }

    /** HubSpot refuses company merges while its own Salesforce integration is active. */
    static boolean mergesCompanies(ConnectionSettings settings) {
        return settings.get(MERGE_COMPANIES);
    }

    static Deletes salesforceSyncDeletes(ConnectionSettings settings) {
        return settings.get(SALESFORCE_SYNC_DELETES);
    }

    /** Whether a lifecycle stage is cleared so that an earlier one can be set. */
    static boolean lifecycleBackwards(ConnectionSettings settings) {
        return settings.get(LIFECYCLE_BACKWARDS);
    }

    /** The custom event that tells outcomes, without "pe" and the portal's id; none where outcomes are properties alone. */
    static Optional<String> outcomeEvent(ConnectionSettings settings) {
        return settings.find(OUTCOME_EVENT).map(name -> name.replaceFirst("^pe\\d+_", ""));
    }
}
