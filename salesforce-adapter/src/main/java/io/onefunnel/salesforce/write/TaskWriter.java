package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ValueType;
import io.onefunnel.salesforce.client.DescribedObject;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.salesforce.client.XmlText;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Appends tasks. The ledger key is a unique external id of the task: the org itself refuses a second task with the same
 * one, whatever became of the first call.
 */
public final class TaskWriter extends RowWriter<CreateTask> {
    private static final List<String> SET = List.of("Subject", "OwnerId", "WhoId", "ActivityDate");

    private final ZoneId zone;

    public TaskWriter(WriteContext context, ZoneId zone) {
        super(context);
        this.zone = zone;
    }

    @Override
    List<Prepared> prepare(List<CreateTask> commands) {
        boolean ready = hasLedgerKey();
        return commands.stream().map(command -> step(command, ready)).toList();
    }

    private Prepared step(CreateTask command, boolean ready) {
        if (ready) return new Prepared.Send(new UpdateBatches.Row(command.on(), draft(command)));
        return refused(
                command.on(),
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "Task." + OrgSchema.TASK_LEDGER_KEY
                        + " cannot be written: deploy the OneFunnel package and assign its permission set"
                        + " OneFunnel_Integration");
    }

    /** What the org says it has is read by its key; what nobody has touched since is brought to what we wanted, once. */
    @Override
    List<WriteResult> send(List<UpdateBatches.Row> rows) {
        List<WriteResult> outcomes =
                new ArrayList<>(UpdateBatches.creates(context()).run(rows));
        List<Integer> twice = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) if (isThere(outcomes.get(i))) twice.add(i);
        if (twice.isEmpty()) return outcomes;
        Map<String, SObject> held =
                byKey(twice.stream().map(i -> key(rows.get(i).record())).toList());
        List<UpdateBatches.Row> updates = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int place : twice) {
            UpdateBatches.Row row = rows.get(place);
            SObject task = held.get(key(row.record()));
            // Not to be seen by its key: the duplicate is another record's, and stays a matter for people.
            if (task == null) continue;
            if (isAsWanted(task, row.record()) || isTouched(task)) {
                outcomes.set(place, new WriteResult.Unchanged(row.target()));
            } else {
                updates.add(new UpdateBatches.Row(row.target(), update(task, row.record())));
                places.add(place);
            }
        }
        if (updates.isEmpty()) return outcomes;
        List<WriteResult> updated = UpdateBatches.updates(context()).run(updates);
        for (int i = 0; i < places.size(); i++) outcomes.set(places.get(i), updated.get(i));
        return outcomes;
    }

    @Override
    List<WriteResult> settled(List<CreateTask> unknown) {
        Map<String, SObject> held =
                byKey(unknown.stream().map(CreateTask::ledgerKey).toList());
        List<WriteResult> outcomes = new ArrayList<>();
        for (CreateTask command : unknown) {
            SObject task = held.get(XmlText.allowed(command.ledgerKey()));
            outcomes.add(
                    task == null
                            ? new WriteResult.NotApplied(command.on())
                            : new WriteResult.Written(
                                    command.on(), Optional.empty(), Optional.of(RecordIds.to18(task.getId()))));
        }
        return outcomes;
    }

    private Map<String, SObject> byKey(Collection<String> keys) {
        Map<String, SObject> held = new HashMap<>();
        for (List<String> chunk : Chunks.of(List.copyOf(keys), UpdateBatches.MOST_ROWS)) {
            String soql = "SELECT Id, " + OrgSchema.TASK_LEDGER_KEY + ", " + String.join(", ", SET)
                    + ", CreatedById, LastModifiedById FROM Task WHERE " + OrgSchema.TASK_LEDGER_KEY + " IN "
                    + Soql.list(chunk);
            for (SObject row : context().rows("read Task", soql)) held.put(key(row), row);
        }
        return held;
    }

    private boolean hasLedgerKey() {
        return context()
                .schema()
                .described(OrgSchema.TASK)
                .flatMap(task -> task.attribute(OrgSchema.TASK_LEDGER_KEY))
                .map(DescribedObject.Attribute::createable)
                .orElse(false);
    }

    private SObject draft(CreateTask command) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(OrgSchema.TASK_LEDGER_KEY, command.ledgerKey());
        values.put("Subject", command.subject());
        values.put("OwnerId", command.owner().id());
        values.put("WhoId", command.on().id());
        values.put("ActivityDate", LocalDate.ofInstant(command.due(), zone).toString());
        values.put("Priority", "High");
        SObject task = new SObject(OrgSchema.TASK);
        values.forEach((name, value) -> task.setField(name, XmlText.allowed(value)));
        return task;
    }

    private static SObject update(SObject task, SObject wanted) {
        SObject update = new SObject(OrgSchema.TASK);
        update.setId(task.getId());
        SET.forEach(field -> update.setField(field, wanted.getField(field)));
        return update;
    }

    private static boolean isThere(WriteResult outcome) {
        return outcome instanceof WriteResult.Rejected rejected
                && rejected.code() == AdapterErrorCode.DUPLICATE_DETECTED
                && rejected.vendorMessage().startsWith("DUPLICATE_VALUE");
    }

    private static boolean isAsWanted(SObject task, SObject wanted) {
        return SET.stream().allMatch(field -> ValueFormat.same(ValueType.TEXT, text(task, field), text(wanted, field)));
    }

    private static String text(SObject task, String field) {
        String text = QueryRows.text(task, field);
        return text == null ? "" : text;
    }

    /** Somebody made it their own: what a person changed is not changed back. */
    private static boolean isTouched(SObject task) {
        return !Objects.equals(task.getField("CreatedById"), task.getField("LastModifiedById"));
    }

    private static String key(SObject task) {
        return String.valueOf(task.getField(OrgSchema.TASK_LEDGER_KEY));
    }
}
