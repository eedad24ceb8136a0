package io.onefunnel.hubspot.merge;

import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.PropertyDefinitions;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.util.List;
import java.util.Optional;

/**
 * HubSpot's own two-way integration with Salesforce, seen by its marks: the properties it adds, and the ids that it
 * writes into them. Its settings cannot be read; what they are, an admin has to say.
 */
public final class SalesforceSync {
    // In a real portal's property list (recorded), and on companies.
    private static final List<String> MARKS =
            List.of("salesforceleadid", "salesforcecontactid", "hs_salesforceleadid", "hs_salesforcecontactid");

    /** Whether the integration deletes a contact when its Salesforce record is deleted or merged. */
    public enum Deletes {
        ON,
        OFF,
        UNKNOWN
    }

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final Deletes deletes;
    private Optional<Boolean> syncs = Optional.empty();

    public SalesforceSync(Portal portal, Deletes deletes) {
        client = portal.client(Use.READ);
        paths = portal.paths();
        objects = portal.objects();
        this.deletes = deletes;
    }

    /** Whether a contact of this portal was ever synced with Salesforce. Asked once. */
    public boolean isThere() {
        Optional<Boolean> known = syncs;
        if (known.isEmpty()) {
            PropertyDefinitions contacts = PropertyDefinitions.of(client, paths, "contacts");
            known = Optional.of(
                    MARKS.stream().filter(contacts::has).anyMatch(mark -> objects.anyHas("contacts", mark)));
            syncs = known;
        }
        return known.get();
    }

    /** Whether owners are carried over by it: then an owner is changed in the system of record alone. */
    public boolean mapsOwners() {
        return PropertyDefinitions.of(client, paths, "contacts").has("salesforceownerid")
                && objects.anyHas("contacts", "salesforceownerid");
    }

    /** Why a merge must not be tried while this integration may answer it by a deletion. */
    public Optional<Blocker> blocker() {
        if (deletes == Deletes.OFF || !isThere()) return Optional.empty();
        return Optional.of(
                deletes == Deletes.ON
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
    public record Blocker(String why, String remedy) {}
}
