package io.onefunnel.marketo.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.onefunnel.marketo.client.ErrorTranslation;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.marketo.write.CompanyFields;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Merging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Before and after a merge. There is no unmerge in Marketo: what can be brought back is the survivor's own values. */
public final class MarketoMerging implements Merging {
    private final MarketoClient client;
    private final LeadReader reader;
    private final LeadFields fields;
    private final boolean mergeInCrm;

    /** @param mergeInCrm whether a merge is passed on to a natively synced Salesforce */
    public MarketoMerging(MarketoConnection connection, boolean mergeInCrm) {
        this.client = connection.merging();
        this.reader = connection.leads();
        this.fields = connection.fields();
        this.mergeInCrm = mergeInCrm;
    }

    @Override
    public List<String> blockers(Merge merge) {
        return ErrorTranslation.translate(() -> {
            List<String> keys = List.of("id", "leadPartitionId", "sfdcLeadId", "sfdcContactId", "sfdcAccountId");
            Map<String, Map<String, String>> held = fields.current(() -> reader.values(ids(merge), fields.known(keys)));
            List<String> blockers = new ArrayList<>();
            for (String id : ids(merge)) {
                if (!held.containsKey(id)) blockers.add("Lead " + id + " is gone.");
            }
            if (differ(held, "leadPartitionId")) blockers.add("The leads are in different partitions.");
            if (differ(held, "sfdcContactId")) {
                blockers.add("The leads belong to different Salesforce contacts: merge in Salesforce first.");
            }
            if (differ(held, "sfdcLeadId") && !mergeInCrm) {
                // The native sync would bring the loser back: merge in the CRM first.
                blockers.add("The leads belong to different Salesforce leads: merge in Salesforce first.");
            }
            return blockers;
        });
    }

    @Override
    public MergeSnapshot snapshot(Merge merge) {
        return ErrorTranslation.translate(() -> {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put(
                    "leads",
                    fields.current(() -> reader.values(
                            ids(merge), fields.known(new TreeSet<>(fields.all().keySet())))));
            Map<String, JsonNode> programs = new LinkedHashMap<>();
            for (String id : ids(merge)) {
                programs.put(
                        id,
                        client.get("programs of lead", "rest/v1/leads/" + id + "/programMembership.json", Map.of())
                                .path("result"));
            }
            content.put("programs", programs);
            return new MergeSnapshot(merge.on(), merge.losers(), Json.write(content));
        });
    }

    @Override
    public List<String> irreversible(Merge merge) {
        return List.of(
                "Marketo cannot unmerge: " + merge.losers().size()
                        + " lead(s) vanish for good and their ids with them.",
                "Activities, list and program memberships of the merged leads stay with the survivor.",
                "Values of company fields are not brought back.");
    }

    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        return ErrorTranslation.translate(() -> {
            Map<String, String> before = before(snapshot);
            List<String> names = before.isEmpty() ? List.of() : restorable();
            Map<String, String> now = reader.values(List.of(snapshot.survivor().id()), withId(names))
                    .getOrDefault(snapshot.survivor().id(), Map.of());
            List<String> notRestored = new ArrayList<>();
            for (SourceRef loser : snapshot.losers())
                notRestored.add("Lead " + loser.id() + ": Marketo cannot unmerge.");
            if (now.isEmpty()) {
                notRestored.add("Lead " + snapshot.survivor().id() + " is gone too.");
                return new UndoReport(List.of(), notRestored);
            }
            ObjectNode record = Json.object();
            for (String name : names) {
                String was = before.getOrDefault(name, "");
                if (was.equals(now.getOrDefault(name, ""))) continue;
                record.set(name, was.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(was));
            }
            return restore(snapshot, record, notRestored);
        });
    }

    private UndoReport restore(MergeSnapshot snapshot, ObjectNode record, List<String> notRestored) {
        SourceRef survivor = snapshot.survivor();
        if (record.isEmpty()) return new UndoReport(List.of(survivor), notRestored);
        record.put("id", Long.parseLong(survivor.id()));
        ObjectNode body = Json.object().put("action", "updateOnly").put("lookupField", "id");
        body.putArray("input").add(record);
        JsonNode row = client.post("sync leads", MarketoClient.Effect.UPSERTS, "rest/v1/leads.json", Map.of(), body)
                .path("result")
                .path(0);
        if (row.path("status").asText("").equals("updated")) return new UndoReport(List.of(survivor), notRestored);
        String code = SkipReason.of(row).code();
        notRestored.add("Lead " + survivor.id() + ": "
                + (code.isEmpty() ? "Marketo did not say that it was written" : "Marketo error " + code));
        return new UndoReport(List.of(), notRestored);
    }

    private List<String> restorable() {
        return fields.all().values().stream()
                .filter(field -> !fields.refused().contains(field.name()))
                .filter(field -> field.updateable() && !field.crmManaged() && !CompanyFields.holds(field.name()))
                .map(LeadFields.LeadField::name)
                .sorted()
                .toList();
    }

    private static Map<String, String> before(MergeSnapshot snapshot) {
        try {
            JsonNode lead = Json.MAPPER
                    .readTree(snapshot.content())
                    .path("leads")
                    .path(snapshot.survivor().id());
            return Json.MAPPER.convertValue(lead, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("not a snapshot of this adapter", notOurs);
        }
    }

    private static List<String> withId(List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.add("id");
        return all;
    }

    private static boolean differ(Map<String, Map<String, String>> held, String name) {
        return held.values().stream()
                        .map(values -> values.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .count()
                > 1;
    }

    private static List<String> ids(Merge merge) {
        List<String> ids = new ArrayList<>(List.of(merge.on().id()));
        merge.losers().forEach(loser -> ids.add(loser.id()));
        return ids;
    }
}
