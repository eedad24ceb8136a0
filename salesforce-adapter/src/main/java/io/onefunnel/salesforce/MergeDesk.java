package io.onefunnel.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.UndeleteResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What surrounds a merge. Salesforce can take losers out of the bin but never gives their children back; those whose
 * reference may be edited are put back from the snapshot.
 */
final class MergeDesk implements Merging {
    /** Whose references to people follow a merge, and which reference that is. */
    private static final Map<String, List<String>> CHILDREN = Map.of(
            "Task", List.of("WhoId"),
            "Event", List.of("WhoId"),
            "CampaignMember", List.of("LeadId", "ContactId"),
            "OpportunityContactRole", List.of("ContactId"));

    private final Desk desk;
    private final Calls calls;
    private final Schema schema;
    private final Reads reads;

    MergeDesk(Desk desk) {
        this.desk = desk;
        calls = desk.calls();
        schema = desk.schema();
        reads = desk.reads();
    }

    @Override
    public List<String> blockers(Merge merge) {
        List<SourceRef> all = all(merge.on(), merge.losers());
        List<String> blockers = new ArrayList<>();
        Map<SourceRef, Change> held = reads.byRef(all);
        for (SourceRef ref : all) {
            Optional<MappedType> type = schema.typeOf(ref.kind(), ref.id());
            if (!(held.get(ref) instanceof Change.Present present)) {
                blockers.add(ref.id() + " is deleted or was merged into another record.");
            } else if (type.isEmpty() || !type.get().described().mergeable()) {
                blockers.add("Salesforce does not merge records such as " + ref.id() + ".");
            } else if (!Ids.prefix(ref.id()).equals(Ids.prefix(merge.on().id()))) {
                blockers.add("A Lead and a Contact cannot be merged; convert the lead into the contact instead.");
            } else if (present.links().containsKey(io.onefunnel.model.LinkRole.CONVERTED_TO)) {
                blockers.add("Lead " + ref.id() + " is converted; Salesforce does not merge converted leads.");
            }
        }
        return blockers;
    }

    @Override
    public MergeSnapshot snapshot(Merge merge) {
        MappedType type = schema.typeOf(merge.on().kind(), merge.on().id())
                .orElseThrow(() -> new IllegalArgumentException("not of a mapped type: " + merge.on()));
        ObjectNode content = Http.JSON.createObjectNode();
        content.put("type", type.name());
        ObjectNode winning = content.putObject("winning");
        for (Map.Entry<Field, String> each : merge.winning().entrySet()) {
            type.type().nameOf(each.getKey()).ifPresent(name -> winning.put(name, each.getValue()));
        }
        List<String> ids =
                all(merge.on(), merge.losers()).stream().map(SourceRef::id).toList();
        records(content.putObject("records"), type.described(), ids);
        children(content.putArray("children"), ids);
        return new MergeSnapshot(merge.on(), merge.losers(), content.toString());
    }

    @Override
    public List<String> irreversible(Merge merge) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The survivor's history keeps the entry of the merge.");
        sentences.add("Campaign memberships and contact roles of the losers stay with the survivor; where both were"
                + " members of one campaign, one membership is gone.");
        sentences.add("Losers can be taken out of the recycle bin for 15 days at most.");
        return sentences;
    }

    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        JsonNode content = content(snapshot);
        List<SourceRef> restored = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        restoreLosers(snapshot, restored, lost);
        Set<String> back = new LinkedHashSet<>();
        restored.forEach(ref -> back.add(ref.id()));
        restoreSurvivor(snapshot, content);
        restoreChildren(snapshot, content, back, lost);
        return new UndoReport(restored, lost);
    }

    private void restoreLosers(MergeSnapshot snapshot, List<SourceRef> restored, List<String> lost) {
        Map<SourceRef, Change> held = reads.byRef(snapshot.losers());
        List<SourceRef> binned = new ArrayList<>();
        for (SourceRef loser : snapshot.losers()) {
            Change change = held.get(loser);
            if (change instanceof Change.Present) {
                restored.add(loser);
            } else if (change instanceof Change.MergedInto merged
                    && merged.survivor().equals(snapshot.survivor())) {
                binned.add(loser);
            } else {
                lost.add(loser.id() + " is no longer in the recycle bin as merged into "
                        + snapshot.survivor().id() + ".");
            }
        }
        for (List<SourceRef> batch : Chunks.of(binned, UpdateBatches.MOST_ROWS)) {
            String[] ids = batch.stream().map(SourceRef::id).toArray(String[]::new);
            UndeleteResult[] results = calls.write("undelete", soap -> soap.undelete(ids));
            for (int i = 0; i < results.length; i++) {
                if (results[i].isSuccess()) {
                    restored.add(batch.get(i));
                } else {
                    lost.add(ids[i] + " cannot be taken out of the recycle bin.");
                }
            }
        }
    }

    /** Gives the survivor back what the merge set, where nobody has changed it since. */
    private void restoreSurvivor(MergeSnapshot snapshot, JsonNode content) {
        JsonNode winning = content.path("winning");
        if (winning.isEmpty()) return;
        Described type = schema.described(content.path("type").asText()).orElseThrow();
        JsonNode before = content.path("records").path(snapshot.survivor().id());
        Change change = reads.byRef(List.of(snapshot.survivor())).get(snapshot.survivor());
        if (!(change instanceof Change.Present now)) return;
        SObject record = new SObject(type.name());
        record.setId(snapshot.survivor().id());
        List<String> blank = new ArrayList<>();
        boolean any = false;
        for (Map.Entry<String, JsonNode> each : winning.properties()) {
            Described.Attribute attribute = type.attribute(each.getKey()).orElse(null);
            boolean untouched = Objects.equals(
                    now.fields().getOrDefault(each.getKey(), ""),
                    each.getValue().asText());
            if (attribute == null || !attribute.updateable() || !untouched) continue;
            String earlier = before.path(attribute.name()).asText("");
            if (earlier.equals(each.getValue().asText())) continue;
            any = true;
            if (earlier.isEmpty() && !attribute.isBoolean()) {
                blank.add(attribute.name());
            } else {
                record.setField(attribute.name(), earlier.isEmpty() ? "false" : earlier);
            }
        }
        if (!any) return;
        if (!blank.isEmpty()) record.setFieldsToNull(blank.toArray(String[]::new));
        UpdateBatches.updates(desk).run(List.of(new UpdateBatches.Row(snapshot.survivor(), record)));
    }

    private void restoreChildren(MergeSnapshot snapshot, JsonNode content, Set<String> back, List<String> lost) {
        int stay = 0;
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (JsonNode child : content.path("children")) {
            String parent = child.path("parent").asText();
            if (parent.equals(snapshot.survivor().id())) continue;
            String reference = child.path("reference").asText();
            Described type = schema.described(child.path("type").asText()).orElse(null);
            boolean movable = type != null
                    && type.attribute(reference)
                            .map(Described.Attribute::updateable)
                            .orElse(false);
            if (!movable || !back.contains(parent)) {
                stay++;
                continue;
            }
            SObject record = new SObject(child.path("type").asText());
            record.setId(child.path("id").asText());
            record.setField(reference, parent);
            rows.add(new UpdateBatches.Row(
                    new SourceRef(
                            snapshot.survivor().connection(),
                            RecordKind.TOUCH,
                            child.path("id").asText()),
                    record));
        }
        if (stay > 0) lost.add(stay + " records that belonged to the losers stay with the survivor.");
        List<UpdateBatches.Row> moved = stillWithSurvivor(snapshot.survivor(), rows, content);
        long refused = UpdateBatches.updates(desk).run(moved).stream()
                .filter(outcome -> !(outcome instanceof WriteOutcome.Written))
                .count();
        if (refused > 0) lost.add(refused + " activities of the losers could not be given back.");
    }

    /** Those that nobody has moved since; what is back already needs no write. */
    private List<UpdateBatches.Row> stillWithSurvivor(
            SourceRef survivor, List<UpdateBatches.Row> rows, JsonNode content) {
        Map<String, String> references = new LinkedHashMap<>();
        content.path("children")
                .forEach(child -> references.put(
                        child.path("id").asText(), child.path("reference").asText()));
        Map<String, List<UpdateBatches.Row>> byType = new LinkedHashMap<>();
        rows.forEach(row -> byType.computeIfAbsent(row.record().getType(), type -> new ArrayList<>())
                .add(row));
        List<UpdateBatches.Row> moved = new ArrayList<>();
        byType.forEach((type, wanted) -> {
            for (List<UpdateBatches.Row> chunk : Chunks.of(wanted, UpdateBatches.MOST_ROWS)) {
                String reference = Objects.requireNonNull(
                        references.get(chunk.get(0).record().getId()));
                List<String> ids =
                        chunk.stream().map(row -> row.record().getId()).toList();
                Set<String> with = new LinkedHashSet<>();
                for (SObject row : reads.rows("read " + type, Soql.byId(List.of("Id", reference), type, ids))) {
                    if (survivor.id().equals(row.getField(reference))) with.add(Ids.to18(row.getId()));
                }
                chunk.stream()
                        .filter(row -> with.contains(row.record().getId()))
                        .forEach(moved::add);
            }
        });
        return moved;
    }

    /** All readable fields, not only the mapped ones: the snapshot is all that is left of a loser's values. */
    private void records(ObjectNode into, Described type, List<String> ids) {
        List<String> columns = type.attributes().values().stream()
                .filter(attribute -> attribute.type() != FieldType.address && attribute.type() != FieldType.location)
                .map(Described.Attribute::name)
                .toList();
        for (SObject row : reads.rows("read " + type.name(), Soql.byId(columns, type.name(), ids))) {
            ObjectNode record = into.putObject(Ids.to18(row.getId()));
            for (String column : columns) {
                String value = Pulls.text(row, column);
                if (value != null) record.put(column, canonical(type, column, value));
            }
        }
    }

    private static String canonical(Described type, String column, String value) {
        return type.attribute(column)
                .map(attribute -> Values.canonical(attribute.type(), value))
                .orElse(value);
    }

    private void children(ArrayNode into, List<String> ids) {
        CHILDREN.forEach((type, references) -> {
            Described described = schema.described(type).orElse(null);
            if (described == null) return;
            for (String reference : references) {
                boolean points = described
                        .attribute(reference)
                        .map(attribute -> pointsTo(attribute, ids.get(0)))
                        .orElse(false);
                if (!points) continue;
                String soql = Soql.pointing(List.of("Id", reference), type, reference, ids) + " AND IsDeleted = false";
                for (SObject row : reads.rows("read " + type, soql)) {
                    into.addObject()
                            .put("type", type)
                            .put("id", Ids.to18(row.getId()))
                            .put("reference", reference)
                            .put("parent", Ids.to18(String.valueOf(row.getField(reference))));
                }
            }
        });
    }

    private boolean pointsTo(Described.Attribute attribute, String id) {
        return attribute.referenceTo().stream()
                .anyMatch(target -> schema.described(target)
                        .map(found -> found.prefix().equals(Ids.prefix(id)))
                        .orElse(false));
    }

    private static JsonNode content(MergeSnapshot snapshot) {
        try {
            return Http.JSON.readTree(snapshot.content());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a snapshot of the Salesforce adapter", e);
        }
    }

    private static List<SourceRef> all(SourceRef survivor, List<SourceRef> losers) {
        List<SourceRef> all = new ArrayList<>(List.of(survivor));
        all.addAll(losers);
        return all;
    }
}
