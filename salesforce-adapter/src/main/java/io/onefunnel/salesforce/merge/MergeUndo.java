package io.onefunnel.salesforce.merge;

import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.UndeleteResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SoapAnswers;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.salesforce.client.UnknownOutcomeException;
import io.onefunnel.salesforce.write.UpdateBatches;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.salesforce.write.WriteHeaders;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.Merging.UndoReport;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes one merge back. Salesforce takes losers out of the bin, without what hung on them: that is put back from the
 * snapshot by {@link ChildrenUndo}, except where a person has changed it since.
 */
final class MergeUndo {
    private final WriteContext context;
    private final MergeableType type;
    private final MergeSnapshot snapshot;
    private final SnapshotContent before;
    private final String survivor;
    private final List<SourceRef> restored = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final Set<String> back = new LinkedHashSet<>();

    MergeUndo(WriteContext context, MergeableType type, MergeSnapshot snapshot) {
        this.context = context;
        this.type = type;
        this.snapshot = snapshot;
        this.before = SnapshotContent.of(snapshot);
        this.survivor = snapshot.survivor().id();
    }

    UndoReport run() {
        Set<String> outOfTheBin = losers();
        restored.forEach(ref -> back.add(ref.id()));
        fields(outOfTheBin);
        new ChildrenUndo(context, type, snapshot.survivor(), back, lost).run(before.children());
        before.unread()
                .forEach(reference -> lost.add("What pointed to the losers by " + reference
                        + " could not be read before the merge and stays with " + survivor + "."));
        return new UndoReport(restored, lost);
    }

    /** Returns those that were taken out of the bin just now. */
    private Set<String> losers() {
        Map<SourceRef, Change> held = context.records().byRef(snapshot.losers());
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
            UndeleteResult[] results = context.client().write("undelete", soap -> {
                WriteHeaders.set(soap);
                return SoapAnswers.undeleted(ids.length, soap.undelete(ids));
            });
            for (int i = 0; i < results.length; i++) if (results[i].isSuccess()) done.add(ids[i]);
        } catch (UnknownOutcomeException e) {
            context.records().byRef(batch).forEach((ref, now) -> {
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
        if (!before.winning().isEmpty()) ids.add(survivor);
        if (ids.isEmpty()) return;
        List<String> columns = type.columns();
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (SObject row : context.rows("read " + type.name(), Soql.byId(columns, type.name(), ids))) {
            String id = RecordIds.to18(row.getId());
            if (!before.has(id)) continue;
            Map<String, String> now = SnapshotContent.values(type.object(), columns, row);
            Map<String, String> earlier = id.equals(survivor) ? earlier(now) : differing(id, now);
            if (!earlier.isEmpty()) rows.add(row(id, earlier));
        }
        if (rows.isEmpty()) return;
        List<WriteResult> outcomes = UpdateBatches.updates(context).run(rows);
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) instanceof WriteResult.Written) continue;
            lost.add("Earlier values of " + rows.get(i).record().getId() + " could not be set: " + why(outcomes.get(i))
                    + ".");
        }
    }

    /** The survivor's values from before, where it still holds what the merge set. */
    private Map<String, String> earlier(Map<String, String> now) {
        Map<String, String> held = before.record(survivor);
        Map<String, String> earlier = new LinkedHashMap<>();
        before.winning().forEach((name, won) -> {
            String then = held.getOrDefault(name, "");
            boolean untouched = now.getOrDefault(name, "").equals(won);
            if (untouched && !then.equals(won) && updateable(name)) earlier.put(name, then);
        });
        return earlier;
    }

    /** Nobody can have touched a record in the bin: what differs, the merge or automation brought about. */
    private Map<String, String> differing(String id, Map<String, String> now) {
        Map<String, String> then = before.record(id);
        Map<String, String> differing = new LinkedHashMap<>();
        for (Field field : type.object().getFields()) {
            String earlier = then.getOrDefault(field.getName(), "");
            boolean same = now.getOrDefault(field.getName(), "").equals(earlier);
            if (!same && updateable(field.getName())) differing.put(field.getName(), earlier);
        }
        return differing;
    }

    private boolean updateable(String name) {
        return type.field(name).map(Field::isUpdateable).orElse(false);
    }

    private UpdateBatches.Row row(String id, Map<String, String> values) {
        SObject record = new SObject(type.name());
        record.setId(id);
        List<String> blank = new ArrayList<>();
        values.forEach((name, value) -> {
            boolean flag = type.field(name)
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

    private SourceRef ref(String id) {
        return new SourceRef(snapshot.survivor().connection(), RecordKind.TOUCH, id);
    }

    /** For a sentence about what could not be put back. */
    static String why(WriteResult outcome) {
        if (outcome instanceof WriteResult.Rejected rejected) return rejected.vendorMessage();
        return outcome instanceof WriteResult.Deferred ? "try again later" : "no answer came, try again";
    }
}
