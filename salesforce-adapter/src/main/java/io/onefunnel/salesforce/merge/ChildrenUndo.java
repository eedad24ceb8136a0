package io.onefunnel.salesforce.merge;

import com.sforce.soap.partner.DeleteResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SoapAnswers;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.salesforce.client.UnknownOutcomeException;
import io.onefunnel.salesforce.merge.SnapshotContent.ChildThen;
import io.onefunnel.salesforce.write.UpdateBatches;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.salesforce.write.WriteHeaders;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives losers that came back what hung on them: children whose reference may be edited are moved, others are made anew
 * and the ones that moved with the merge deleted. What somebody has changed since stays as it is, and is named.
 */
final class ChildrenUndo {
    private final WriteContext context;
    private final MergeableType type;
    private final SourceRef survivorRef;
    private final String survivor;
    private final Set<String> back;
    private final List<String> lost;

    /**
     * @param back the losers that are there again
     * @param lost takes a sentence for all that cannot be given back
     */
    ChildrenUndo(WriteContext context, MergeableType type, SourceRef survivor, Set<String> back, List<String> lost) {
        this.context = context;
        this.type = type;
        this.survivorRef = survivor;
        this.survivor = survivor.id();
        this.back = back;
        this.lost = lost;
    }

    void run(List<ChildThen> then) {
        Map<String, List<ChildThen>> byReference = new LinkedHashMap<>();
        for (ChildThen child : then) {
            byReference
                    .computeIfAbsent(child.type() + "." + child.reference(), key -> new ArrayList<>())
                    .add(child);
        }
        byReference.forEach(this::children);
    }

    private void children(String name, List<ChildThen> then) {
        List<ChildThen> ofLosers = then.stream()
                .filter(child -> !child.parent().equals(survivor) && back.contains(child.parent()))
                .toList();
        long orphans = then.stream()
                .filter(child -> !child.parent().equals(survivor) && !back.contains(child.parent()))
                .count();
        if (orphans > 0) {
            lost.add(orphans + " " + name.replace('.', ' ') + " of losers that did not come back stay with " + survivor
                    + ".");
        }
        if (ofLosers.isEmpty()) return;
        ChildThen first = ofLosers.get(0);
        Optional<MergeableType.Child> child = type.child(first.type(), first.reference());
        if (child.isEmpty()) {
            lost.add(ofLosers.size() + " " + first.type() + " stay with " + survivor
                    + ": our user may not change them any more.");
        } else if (child.get().way() == MergeableType.Way.MOVE) {
            move(child.get(), ofLosers);
        } else {
            makeAnew(child.get(), ofLosers);
        }
    }

    private void move(MergeableType.Child child, List<ChildThen> then) {
        Map<String, String> parents = parentsNow(child, then);
        List<UpdateBatches.Row> rows = new ArrayList<>();
        int elsewhere = 0;
        int gone = 0;
        for (ChildThen each : then) {
            String now = parents.get(each.id());
            // The survivor itself pointed to its loser: it cannot point to itself, so the merge emptied it.
            boolean emptied = each.id().equals(survivor) && "".equals(now);
            if (now == null) {
                gone++;
            } else if (now.equals(survivor) || emptied) {
                SObject record = new SObject(child.type());
                record.setId(each.id());
                record.setField(child.reference(), each.parent());
                rows.add(new UpdateBatches.Row(ref(each.id()), record, survivor));
            } else if (!now.equals(each.parent())) {
                elsewhere++;
            }
        }
        Map<String, Integer> refused = new TreeMap<>();
        if (!rows.isEmpty()) {
            for (WriteResult outcome : UpdateBatches.updates(context).run(rows)) {
                if (!(outcome instanceof WriteResult.Written)) refused.merge(MergeUndo.why(outcome), 1, Integer::sum);
            }
        }
        if (gone > 0) lost.add(gone + " " + child.type() + " were deleted since the merge.");
        if (elsewhere > 0) lost.add(elsewhere + " " + child.type() + " were given to others since the merge.");
        refused.forEach((why, count) -> lost.add(
                count + " " + child.type() + " could not be given back and stay with " + survivor + ": " + why + "."));
    }

    /** By id of the child; "" where the reference is empty, absent where the child is gone. */
    private Map<String, String> parentsNow(MergeableType.Child child, List<ChildThen> then) {
        Map<String, String> parents = new HashMap<>();
        List<String> ids = then.stream().map(ChildThen::id).distinct().toList();
        List<String> columns = List.of("Id", child.reference());
        for (List<String> chunk : Chunks.of(ids, Soql.MOST_IDS)) {
            String soql = Soql.byId(columns, child.type(), chunk) + (child.hasBin() ? " AND IsDeleted = false" : "");
            for (SObject row : context.rows("read " + child.type(), soql)) {
                Object parent = row.getField(child.reference());
                parents.put(RecordIds.to18(row.getId()), parent == null ? "" : RecordIds.to18(parent.toString()));
            }
        }
        return parents;
    }

    private void makeAnew(MergeableType.Child child, List<ChildThen> then) {
        Map<String, String> parents = parentsNow(child, then);
        List<ChildThen> anew = then.stream()
                .filter(each -> !each.parent().equals(parents.get(each.id())))
                .toList();
        if (anew.isEmpty()) return;
        Set<String> there = there(child);
        List<UpdateBatches.Row> rows = new ArrayList<>();
        List<ChildThen> made = new ArrayList<>();
        Set<String> made18 = new HashSet<>();
        for (ChildThen each : anew) {
            if (there.contains(key(child, each.parent(), each.values()))) {
                made18.add(each.id());
                continue;
            }
            rows.add(new UpdateBatches.Row(ref(each.id()), draft(child, each), key(child, "", each.values())));
            made.add(each);
        }
        Map<String, Integer> refused = new TreeMap<>();
        if (!rows.isEmpty()) {
            List<WriteResult> outcomes = UpdateBatches.creates(context).run(rows);
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof WriteResult.Written) {
                    made18.add(made.get(i).id());
                } else {
                    refused.merge(MergeUndo.why(outcomes.get(i)), 1, Integer::sum);
                }
            }
        }
        takeFromSurvivor(
                child, anew.stream().filter(each -> made18.contains(each.id())).toList());
        if (!made18.isEmpty()) {
            String lostFields =
                    child.lost().isEmpty() ? "" : "; " + String.join(", ", child.lost()) + " are as the org sets them";
            lost.add(made18.size() + " " + child.type() + " were made anew for the losers, with new ids and dates of"
                    + " creation" + lostFields + ".");
        }
        refused.forEach((why, count) ->
                lost.add(count + " " + child.type() + " could not be made anew for the losers: " + why + "."));
    }

    /** What losers have now, by their keys. */
    private Set<String> there(MergeableType.Child child) {
        Set<String> there = new HashSet<>();
        List<String> columns = new ArrayList<>(List.of("Id", child.reference()));
        columns.addAll(child.key());
        SnapshotContent.rows(context, child, columns, List.copyOf(back))
                .orElse(List.of())
                .forEach(row -> {
                    Map<String, String> values = SnapshotContent.values(child.object(), columns, row);
                    there.add(key(child, values.getOrDefault(child.reference(), ""), values));
                });
        return there;
    }

    private static String key(MergeableType.Child child, String parent, Map<String, String> values) {
        StringBuilder key = new StringBuilder(parent);
        child.key().forEach(name -> key.append('|').append(values.getOrDefault(name, "")));
        return key.toString();
    }

    private static SObject draft(MergeableType.Child child, ChildThen then) {
        SObject record = new SObject(child.type());
        for (String column : child.columns()) {
            String value = then.values().get(column);
            boolean createable = MergeableType.field(child.object(), column)
                    .map(Field::isCreateable)
                    .orElse(false);
            if (value != null && createable && !column.equals("Id")) record.setField(column, value);
        }
        record.setField(child.reference(), then.parent());
        return record;
    }

    /** The one that moved to the survivor goes, if it says what it said: the loser has its own again. */
    private void takeFromSurvivor(MergeableType.Child child, List<ChildThen> made) {
        if (made.isEmpty()) return;
        Map<String, ChildThen> byId = new HashMap<>();
        made.forEach(each -> byId.put(each.id(), each));
        List<String> leave = new ArrayList<>();
        int changed = 0;
        for (List<String> chunk : Chunks.of(List.copyOf(byId.keySet()), Soql.MOST_IDS)) {
            String soql =
                    Soql.byId(child.columns(), child.type(), chunk) + (child.hasBin() ? " AND IsDeleted = false" : "");
            for (SObject row : context.rows("read " + child.type(), soql)) {
                ChildThen then = byId.get(RecordIds.to18(row.getId()));
                Map<String, String> now = SnapshotContent.values(child.object(), child.columns(), row);
                if (then == null || !survivor.equals(now.get(child.reference()))) continue;
                if (isUntouched(child, then, now)) {
                    leave.add(then.id());
                } else {
                    changed++;
                }
            }
        }
        int kept = child.object().isDeletable() ? delete(child, leave) : leave.size();
        if (changed > 0) {
            lost.add(changed + " " + child.type() + " that moved to " + survivor
                    + " were changed since and stay there as well.");
        }
        if (kept > 0) {
            lost.add(kept + " " + child.type() + " that moved to " + survivor
                    + " could not be deleted and stay there as well.");
        }
    }

    private static boolean isUntouched(MergeableType.Child child, ChildThen then, Map<String, String> now) {
        return child.columns().stream()
                .filter(column -> MergeableType.field(child.object(), column)
                        .map(Field::isUpdateable)
                        .orElse(false))
                .allMatch(column -> then.values().getOrDefault(column, "").equals(now.getOrDefault(column, "")));
    }

    /** Returns how many are still there. */
    private int delete(MergeableType.Child child, List<String> ids) {
        int kept = 0;
        for (List<String> chunk : Chunks.of(ids, UpdateBatches.MOST_ROWS)) {
            String[] batch = chunk.toArray(String[]::new);
            try {
                DeleteResult[] results = context.client().write("delete " + child.type(), soap -> {
                    WriteHeaders.set(soap);
                    return SoapAnswers.deleted(batch.length, soap.delete(batch));
                });
                for (DeleteResult result : results) if (!result.isSuccess()) kept++;
            } catch (UnknownOutcomeException e) {
                // Undoing again finds those that are still there.
                kept += batch.length;
            }
        }
        return kept;
    }

    private SourceRef ref(String id) {
        return new SourceRef(survivorRef.connection(), RecordKind.TOUCH, id);
    }
}
