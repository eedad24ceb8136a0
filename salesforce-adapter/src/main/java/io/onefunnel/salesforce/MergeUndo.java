package io.onefunnel.salesforce;

import com.sforce.soap.partner.DeleteResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.UndeleteResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.Merging.UndoReport;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes one merge back. Salesforce takes losers out of the bin, without what hung on them: that is put back from the
 * picture, except where a person has changed it since.
 */
final class MergeUndo {
    private final Desk desk;
    private final Family family;
    private final MergeSnapshot snapshot;
    private final MergePicture picture;
    private final String survivor;
    private final List<SourceRef> restored = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final Set<String> back = new LinkedHashSet<>();

    MergeUndo(Desk desk, Family family, MergeSnapshot snapshot) {
        this.desk = desk;
        this.family = family;
        this.snapshot = snapshot;
        this.picture = MergePicture.of(snapshot);
        this.survivor = snapshot.survivor().id();
    }

    UndoReport run() {
        Set<String> outOfTheBin = losers();
        restored.forEach(ref -> back.add(ref.id()));
        fields(outOfTheBin);
        Map<String, List<MergePicture.ChildThen>> byReference = new LinkedHashMap<>();
        for (MergePicture.ChildThen child : picture.children()) {
            byReference
                    .computeIfAbsent(child.type() + "." + child.reference(), key -> new ArrayList<>())
                    .add(child);
        }
        byReference.forEach((name, children) -> children(name, children));
        picture.unread()
                .forEach(reference -> lost.add("What pointed to the losers by " + reference
                        + " could not be read before the merge and stays with " + survivor + "."));
        return new UndoReport(restored, lost);
    }

    /** Returns those that were taken out of the bin just now. */
    private Set<String> losers() {
        Map<SourceRef, Change> held = desk.reads().byRef(snapshot.losers());
        List<SourceRef> binned = new ArrayList<>();
        for (SourceRef loser : snapshot.losers()) {
            Change change = held.get(loser);
            if (change instanceof Change.Present) {
                restored.add(loser);
            } else if (change instanceof Change.MergedInto merged
                    && merged.survivor().equals(snapshot.survivor())) {
                binned.add(loser);
            } else {
                lost.add(loser.id() + " is no longer in the recycle bin as merged into " + survivor + ".");
            }
        }
        Set<String> taken = new HashSet<>();
        for (List<SourceRef> batch : Chunks.of(binned, UpdateBatches.MOST_ROWS)) undelete(batch, taken);
        return taken;
    }

    private void undelete(List<SourceRef> batch, Set<String> taken) {
        String[] ids = batch.stream().map(SourceRef::id).toArray(String[]::new);
        Set<String> done = new HashSet<>();
        try {
            UndeleteResult[] results = desk.calls().write("undelete", soap -> {
                WriteHeaders.set(soap);
                return soap.undelete(ids);
            });
            for (int i = 0; i < results.length; i++) if (results[i].isSuccess()) done.add(ids[i]);
        } catch (OutcomeUnknown e) {
            desk.reads().byRef(batch).forEach((ref, now) -> {
                if (now instanceof Change.Present) done.add(ref.id());
            });
        }
        for (SourceRef each : batch) {
            if (done.contains(each.id())) {
                restored.add(each);
                taken.add(each.id());
            } else {
                lost.add(each.id() + " cannot be taken out of the recycle bin.");
            }
        }
    }

    /** What the merge set on the survivor, and what taking a loser out of the bin changed of it. */
    private void fields(Set<String> outOfTheBin) {
        List<String> ids = new ArrayList<>(outOfTheBin);
        if (!picture.winning().isEmpty()) ids.add(survivor);
        if (ids.isEmpty()) return;
        List<String> columns = family.columns();
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (SObject row : desk.reads().rows("read " + family.type(), Soql.byId(columns, family.type(), ids))) {
            String id = Ids.to18(row.getId());
            if (!picture.has(id)) continue;
            Map<String, String> now = MergePicture.values(family.object(), columns, row);
            Map<String, String> earlier = id.equals(survivor) ? earlier(now) : differing(id, now);
            if (!earlier.isEmpty()) rows.add(row(family.type(), id, earlier));
        }
        if (rows.isEmpty()) return;
        List<WriteResult> outcomes = UpdateBatches.updates(desk).run(rows);
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) instanceof WriteResult.Written) continue;
            lost.add("Earlier values of " + rows.get(i).record().getId() + " could not be set: " + why(outcomes.get(i))
                    + ".");
        }
    }

    /** The survivor's values from before, where it still holds what the merge set. */
    private Map<String, String> earlier(Map<String, String> now) {
        Map<String, String> before = picture.record(survivor);
        Map<String, String> earlier = new LinkedHashMap<>();
        picture.winning().forEach((name, won) -> {
            String then = before.getOrDefault(name, "");
            boolean untouched = now.getOrDefault(name, "").equals(won);
            if (untouched && !then.equals(won) && updateable(name)) earlier.put(name, then);
        });
        return earlier;
    }

    /** Nobody can have touched a record in the bin: what differs, the merge or automation brought about. */
    private Map<String, String> differing(String id, Map<String, String> now) {
        Map<String, String> then = picture.record(id);
        Map<String, String> differing = new LinkedHashMap<>();
        for (Field field : family.object().getFields()) {
            String earlier = then.getOrDefault(field.getName(), "");
            boolean same = now.getOrDefault(field.getName(), "").equals(earlier);
            if (!same && updateable(field.getName())) differing.put(field.getName(), earlier);
        }
        return differing;
    }

    private boolean updateable(String name) {
        return family.field(name).map(Field::isUpdateable).orElse(false);
    }

    private UpdateBatches.Row row(String type, String id, Map<String, String> values) {
        SObject record = new SObject(type);
        record.setId(id);
        List<String> blank = new ArrayList<>();
        values.forEach((name, value) -> {
            boolean flag = family.field(name)
                    .map(field -> field.getType() == FieldType._boolean)
                    .orElse(false);
            if (value.isEmpty() && !flag) {
                blank.add(name);
            } else {
                record.setField(name, value.isEmpty() ? "false" : value);
            }
        });
        if (!blank.isEmpty()) record.setFieldsToNull(blank.toArray(String[]::new));
        return new UpdateBatches.Row(ref(id), record);
    }

    private void children(String name, List<MergePicture.ChildThen> then) {
        List<MergePicture.ChildThen> ofLosers = then.stream()
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
        MergePicture.ChildThen first = ofLosers.get(0);
        Optional<Family.Child> child = family.child(first.type(), first.reference());
        if (child.isEmpty()) {
            lost.add(ofLosers.size() + " " + first.type() + " stay with " + survivor
                    + ": our user may not change them any more.");
        } else if (child.get().way() == Family.Way.MOVE) {
            move(child.get(), ofLosers);
        } else {
            makeAnew(child.get(), ofLosers);
        }
    }

    private void move(Family.Child child, List<MergePicture.ChildThen> then) {
        Map<String, String> parents = parentsNow(child, then);
        List<UpdateBatches.Row> rows = new ArrayList<>();
        int elsewhere = 0;
        int gone = 0;
        for (MergePicture.ChildThen each : then) {
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
            for (WriteResult outcome : UpdateBatches.updates(desk).run(rows)) {
                if (!(outcome instanceof WriteResult.Written)) refused.merge(why(outcome), 1, Integer::sum);
            }
        }
        if (gone > 0) lost.add(gone + " " + child.type() + " were deleted since the merge.");
        if (elsewhere > 0) lost.add(elsewhere + " " + child.type() + " were given to others since the merge.");
        refused.forEach((why, count) -> lost.add(
                count + " " + child.type() + " could not be given back and stay with " + survivor + ": " + why + "."));
    }

    /** By id of the child; "" where the reference is empty, absent where the child is gone. */
    private Map<String, String> parentsNow(Family.Child child, List<MergePicture.ChildThen> then) {
        Map<String, String> parents = new HashMap<>();
        List<String> ids =
                then.stream().map(MergePicture.ChildThen::id).distinct().toList();
        List<String> columns = List.of("Id", child.reference());
        for (List<String> chunk : Chunks.of(ids, Reads.CHUNK)) {
            String soql = Soql.byId(columns, child.type(), chunk) + (child.hasBin() ? " AND IsDeleted = false" : "");
            for (SObject row : desk.reads().rows("read " + child.type(), soql)) {
                Object parent = row.getField(child.reference());
                parents.put(Ids.to18(row.getId()), parent == null ? "" : Ids.to18(parent.toString()));
            }
        }
        return parents;
    }

    private void makeAnew(Family.Child child, List<MergePicture.ChildThen> then) {
        Map<String, String> parents = parentsNow(child, then);
        List<MergePicture.ChildThen> anew = then.stream()
                .filter(each -> !each.parent().equals(parents.get(each.id())))
                .toList();
        if (anew.isEmpty()) return;
        Set<String> there = there(child);
        List<UpdateBatches.Row> rows = new ArrayList<>();
        List<MergePicture.ChildThen> made = new ArrayList<>();
        Set<String> made18 = new HashSet<>();
        for (MergePicture.ChildThen each : anew) {
            if (there.contains(key(child, each.parent(), each.values()))) {
                made18.add(each.id());
                continue;
            }
            rows.add(new UpdateBatches.Row(ref(each.id()), draft(child, each), key(child, "", each.values())));
            made.add(each);
        }
        Map<String, Integer> refused = new TreeMap<>();
        if (!rows.isEmpty()) {
            List<WriteResult> outcomes = UpdateBatches.creates(desk).run(rows);
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof WriteResult.Written) {
                    made18.add(made.get(i).id());
                } else {
                    refused.merge(why(outcomes.get(i)), 1, Integer::sum);
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
    private Set<String> there(Family.Child child) {
        Set<String> there = new HashSet<>();
        List<String> columns = new ArrayList<>(List.of("Id", child.reference()));
        columns.addAll(child.key());
        MergePicture.rows(desk, child, columns, List.copyOf(back))
                .orElse(List.of())
                .forEach(row -> {
                    Map<String, String> values = MergePicture.values(child.object(), columns, row);
                    there.add(key(child, values.getOrDefault(child.reference(), ""), values));
                });
        return there;
    }

    private static String key(Family.Child child, String parent, Map<String, String> values) {
        StringBuilder key = new StringBuilder(parent);
        child.key().forEach(name -> key.append('|').append(values.getOrDefault(name, "")));
        return key.toString();
    }

    private static SObject draft(Family.Child child, MergePicture.ChildThen then) {
        SObject record = new SObject(child.type());
        for (String column : child.columns()) {
            String value = then.values().get(column);
            boolean createable = Family.field(child.object(), column)
                    .map(Field::isCreateable)
                    .orElse(false);
            if (value != null && createable && !column.equals("Id")) record.setField(column, value);
        }
        record.setField(child.reference(), then.parent());
        return record;
    }

    /** The one that moved to the survivor goes, if it says what it said: the loser has its own again. */
    private void takeFromSurvivor(Family.Child child, List<MergePicture.ChildThen> made) {
        if (made.isEmpty()) return;
        Map<String, MergePicture.ChildThen> byId = new HashMap<>();
        made.forEach(each -> byId.put(each.id(), each));
        List<String> leave = new ArrayList<>();
        int changed = 0;
        for (List<String> chunk : Chunks.of(List.copyOf(byId.keySet()), Reads.CHUNK)) {
            String soql =
                    Soql.byId(child.columns(), child.type(), chunk) + (child.hasBin() ? " AND IsDeleted = false" : "");
            for (SObject row : desk.reads().rows("read " + child.type(), soql)) {
                MergePicture.ChildThen then = byId.get(Ids.to18(row.getId()));
                Map<String, String> now = MergePicture.values(child.object(), child.columns(), row);
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

    private static boolean isUntouched(Family.Child child, MergePicture.ChildThen then, Map<String, String> now) {
        return child.columns().stream()
                .filter(column -> Family.field(child.object(), column)
                        .map(Field::isUpdateable)
                        .orElse(false))
                .allMatch(column -> then.values().getOrDefault(column, "").equals(now.getOrDefault(column, "")));
    }

    /** Returns how many are still there. */
    private int delete(Family.Child child, List<String> ids) {
        int kept = 0;
        for (List<String> chunk : Chunks.of(ids, UpdateBatches.MOST_ROWS)) {
            String[] batch = chunk.toArray(String[]::new);
            try {
                DeleteResult[] results = desk.calls().write("delete " + child.type(), soap -> {
                    WriteHeaders.set(soap);
                    return soap.delete(batch);
                });
                for (DeleteResult result : results) if (!result.isSuccess()) kept++;
            } catch (OutcomeUnknown e) {
                // Undoing again finds those that are still there.
                kept += batch.length;
            }
        }
        return kept;
    }

    private SourceRef ref(String id) {
        return new SourceRef(snapshot.survivor().connection(), RecordKind.TOUCH, id);
    }

    private static String why(WriteResult outcome) {
        if (outcome instanceof WriteResult.Rejected rejected) return rejected.vendorMessage();
        return outcome instanceof WriteResult.Deferred ? "try again later" : "no answer came, try again";
    }
}
