package io.onefunnel.hubspot.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.PropertyDefinitions;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.write.BatchUpdates;
import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.hubspot.write.RecordResolver;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is to be said before a HubSpot merge, and how little of it can be taken back. */
public final class HubSpotMerging implements Merging {
    // "Cannot have more than 250 identities on a profile": guide "error handling".
    private static final int MOST_IDENTITIES = 250;
    private static final List<String> LINKED =
            List.of("contacts", "companies", "deals", "calls", "emails", "meetings", "notes", "tasks");

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final BatchUpdates updates;
    private final RecordResolver resolver;
    private final RecordRefs refs;
    private final MergeWriter writer;
    private final SalesforceSync salesforceSync;

    /** @param mergesCompanies HubSpot refuses company merges while its own Salesforce integration is active */
    public HubSpotMerging(Portal portal, boolean mergesCompanies, SalesforceSync salesforceSync) {
        client = portal.client(Use.READ);
        paths = portal.paths();
        objects = portal.objects();
        refs = portal.refs();
        updates = new BatchUpdates(portal, Use.MERGE);
        resolver = new RecordResolver(portal);
        writer = new MergeWriter(portal, updates, resolver, mergesCompanies);
        this.salesforceSync = salesforceSync;
    }

    /** The writer of the merges that this class speaks of. */
    public CommandWriter<Merge> writer() {
        return writer;
    }

    @Override
    public List<String> blockers(Merge merge) {
        Optional<MappedType> type = writer.mergeable(merge);
        if (type.isEmpty()) return List.of("Records of this type are not merged in HubSpot.");
        List<String> blockers = new ArrayList<>();
        salesforceSync.blocker().ifPresent(blocker -> blockers.add(blocker.why() + ": " + blocker.remedy()));
        Map<SourceRef, VendorObject> found =
                resolver.find(MergeWriter.everybody(merge), type.get(), List.of(HubSpotObjects.MERGED));
        int identities = 0;
        for (SourceRef ref : MergeWriter.everybody(merge)) {
            VendorObject object = found.get(ref);
            if (object == null) blockers.add("The record " + ref.id() + " is no longer in HubSpot.");
            else identities += 1 + merged(object);
        }
        if (identities > MOST_IDENTITIES) {
            blockers.add("The records were merged so often that HubSpot's limit of 250 identities would be passed.");
        }
        return blockers;
    }

    private static int merged(VendorObject object) {
        String away = object.value(HubSpotObjects.MERGED);
        return away.isEmpty() ? 0 : away.split(";").length;
    }

    @Override
    public MergeSnapshot snapshot(Merge merge) {
        ObjectNode content = Json.object();
        refs.type(merge.on()).ifPresent(type -> {
            PropertyDefinitions definitions = PropertyDefinitions.of(client, paths, type.object());
            Map<SourceRef, VendorObject> found = resolver.find(MergeWriter.everybody(merge), type, definitions.names());
            ObjectNode records = content.putObject("records");
            found.forEach((ref, object) -> {
                ObjectNode properties = records.putObject(ref.id()).putObject("properties");
                object.values().forEach(properties::put);
            });
            List<String> vendorIds =
                    found.values().stream().map(VendorObject::id).distinct().toList();
            for (String other : LINKED) {
                Map<String, List<String>> links = objects.associated(type.object(), vendorIds, other);
                found.forEach((ref, object) -> {
                    ArrayNode linked = ((ObjectNode) records.path(ref.id())).withArray(other);
                    links.getOrDefault(object.id(), List.of()).forEach(linked::add);
                });
            }
        });
        return new MergeSnapshot(merge.on(), merge.losers(), Json.text(content));
    }

    @Override
    public List<String> irreversible(Merge merge) {
        return List.of(
                "HubSpot cannot split merged records: the merged ones stay one record, under a new id.",
                "Activities, list memberships and associations of the merged records stay on the survivor.",
                "E-mail addresses of the merged records stay on the survivor as additional addresses.",
                "A lifecycle stage that moved forward stays.");
    }

    /** Gives the survivor the values back that it had; the merged-away records cannot come back. */
    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        List<String> notRestored = new ArrayList<>();
        snapshot.losers()
                .forEach(loser ->
                        notRestored.add("The record " + loser.id() + " cannot be separated again in HubSpot."));
        Optional<MappedType> type = refs.type(snapshot.survivor());
        if (type.isEmpty()) return new UndoReport(List.of(), notRestored);
        PropertyDefinitions definitions =
                PropertyDefinitions.of(client, paths, type.get().object());
        Map<SourceRef, VendorObject> found =
                resolver.find(List.of(snapshot.survivor()), type.get(), definitions.names());
        VendorObject now = found.get(snapshot.survivor());
        if (now == null) {
            notRestored.add("The record " + snapshot.survivor().id() + " is no longer in HubSpot.");
            return new UndoReport(List.of(), notRestored);
        }
        SourceRef survivor = refs.current(snapshot.survivor());
        Map<String, String> former = former(snapshot, definitions, now);
        if (former.isEmpty()) return new UndoReport(List.of(survivor), notRestored);
        Row row = new Row("undo-" + survivor.id(), survivor, type.get(), former);
        WriteResult outcome = Objects.requireNonNull(updates.write(List.of(row)).get(row));
        if (outcome instanceof WriteResult.Written) return new UndoReport(List.of(survivor), notRestored);
        notRestored.add("The former values of the record " + survivor.id() + " could not be written.");
        return new UndoReport(List.of(), notRestored);
    }

    /** Values to write so that the survivor is again what it was. A lifecycle stage moves forward only. */
    private static Map<String, String> former(
            MergeSnapshot snapshot, PropertyDefinitions definitions, VendorObject now) {
        JsonNode before = read(snapshot.content())
                .path("records")
                .path(snapshot.survivor().id())
                .path("properties");
        Map<String, String> former = new LinkedHashMap<>();
        for (String name : definitions.names()) {
            if (!definitions.isWritable(name) || name.equals("lifecyclestage")) continue;
            String value = before.path(name).asText("");
            if (!value.equals(now.value(name))) former.put(name, value);
        }
        return former;
    }

    private static JsonNode read(String content) {
        try {
            return Json.MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a snapshot of this adapter", e);
        }
    }
}
