package io.onefunnel.hubspot;

import io.onefunnel.hubspot.HubSpotOptions.Deletes;
import java.util.List;
import java.util.Optional;

/**
 * HubSpot's own two-way integration with Salesforce, seen by its marks: the properties it adds, and the ids that it
 * writes into them. Its settings cannot be read; what they are, an admin has to say.
 */
final class SalesforceSync {
    // In a real portal's property list (recorded), and on companies.
    private static final List<String> MARKS =
            List.of("salesforceleadid", "salesforcecontactid", "hs_salesforceleadid", "hs_salesforcecontactid");

    private final HubSpotHttp http;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final HubSpotOptions options;
    private Optional<Boolean> syncs = Optional.empty();

    SalesforceSync(HubSpotHttp http, HubSpotPaths paths, HubSpotObjects objects, HubSpotOptions options) {
        this.http = http;
        this.paths = paths;
        this.objects = objects;
        this.options = options;
    }

    /** Whether a contact of this portal was ever synced with Salesforce. Asked once. */
    boolean isThere() {
        Optional<Boolean> known = syncs;
        if (known.isEmpty()) {
            PropertyDefinitions contacts = PropertyDefinitions.of(http, paths, "contacts");
            known = Optional.of(
                    MARKS.stream().filter(contacts::has).anyMatch(mark -> objects.anyHas("contacts", mark)));
            syncs = known;
        }
        return known.get();
    }

    /** Whether owners are carried over by it: then an owner is changed in the system of record alone. */
    boolean mapsOwners() {
        return PropertyDefinitions.of(http, paths, "contacts").has("salesforceownerid")
                && objects.anyHas("contacts", "salesforceownerid");
    }

    Deletes deletes() {
        return options.salesforceSyncDeletes();
    }

    /** Why a merge must not be tried while this integration may answer it by a deletion. */
    Optional<Blocker> blocker() {
        if (deletes() == Deletes.OFF || !isThere()) return Optional.empty();
        return Optional.of(
                deletes() == Deletes.ON
                        ? new Blocker(
                                "HubSpot's Salesforce integration deletes contacts: a merge in one system would delete in"
                                        + " the other",
                                "turn that setting off there, then set salesforce-sync-deletes to off")
                        : new Blocker(
                                "HubSpot's Salesforce integration is installed, and nobody has said whether it deletes"
                                        + " contacts",
                                "look at its settings, then set salesforce-sync-deletes to off or on"));
    }

    /** What stands in a merge's way, and what somebody can do about it. */
    record Blocker(String why, String remedy) {}

    boolean mergesCompanies() {
        return options.mergesCompanies();
    }
}
