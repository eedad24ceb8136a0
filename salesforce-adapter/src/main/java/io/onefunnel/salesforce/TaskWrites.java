package io.onefunnel.salesforce;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Appends tasks. The ledger key is a unique external id of the task: the org itself refuses a second task with the same
 * one, whatever became of the first call.
 */
final class TaskWrites implements Writes<CreateTask> {
    static final String LEDGER_KEY = "OneFunnel_Ledger_Key__c";

    private final Calls calls;
    private final Schema schema;
    private final Reads reads;
    private final InstantSource clock;
    private final ZoneId zone;

    TaskWrites(Calls calls, Schema schema, Reads reads, InstantSource clock, ZoneId zone) {
        this.calls = calls;
        this.schema = schema;
        this.reads = reads;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public int batchSize() {
        return UpdateBatches.MOST_ROWS;
    }

    @Override
    public List<WriteOutcome> write(List<CreateTask> commands) {
        if (commands.isEmpty()) return List.of();
        if (!hasLedgerKey()) {
            return commands.stream()
                    .map(command -> (WriteOutcome) new WriteOutcome.Rejected(
                            command.on(),
                            AdapterErrorCode.FIELD_NOT_WRITABLE,
                            "Task." + LEDGER_KEY + " cannot be written: deploy the OneFunnel package and assign its"
                                    + " permission set OneFunnel_Integration"))
                    .toList();
        }
        List<UpdateBatches.Row> rows = commands.stream()
                .map(command -> new UpdateBatches.Row(command.on(), draft(command)))
                .toList();
        Map<UpdateBatches.Row, WriteOutcome> outcomes =
                UpdateBatches.creates(calls, clock).run(rows);
        List<WriteOutcome> answers = new ArrayList<>();
        for (UpdateBatches.Row row : rows) {
            WriteOutcome outcome = outcomes.getOrDefault(row, new WriteOutcome.Unknown(row.target()));
            boolean there = outcome instanceof WriteOutcome.Rejected rejected
                    && rejected.code() == AdapterErrorCode.DUPLICATE_DETECTED
                    && rejected.vendorMessage().startsWith("DUPLICATE_VALUE");
            answers.add(there ? new WriteOutcome.Unchanged(row.target()) : outcome);
        }
        return answers;
    }

    @Override
    public List<WriteOutcome> settle(List<CreateTask> unknown) {
        if (unknown.isEmpty()) return List.of();
        Map<String, String> byKey = new HashMap<>();
        for (List<CreateTask> chunk : Chunks.of(unknown, UpdateBatches.MOST_ROWS)) {
            String soql = "SELECT Id, " + LEDGER_KEY + " FROM Task WHERE " + LEDGER_KEY + " IN "
                    + Soql.list(chunk.stream().map(CreateTask::ledgerKey).toList());
            for (SObject row : reads.rows("read Task", soql)) {
                byKey.put(String.valueOf(row.getField(LEDGER_KEY)), Ids.to18(row.getId()));
            }
        }
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (CreateTask command : unknown) {
            String id = byKey.get(command.ledgerKey());
            outcomes.add(
                    id == null
                            ? new WriteOutcome.NotApplied(command.on())
                            : new WriteOutcome.Written(command.on(), Optional.empty(), Optional.of(id)));
        }
        return outcomes;
    }

    private boolean hasLedgerKey() {
        return schema.described(Schema.TASK)
                .flatMap(task -> task.attribute(LEDGER_KEY))
                .map(Described.Attribute::createable)
                .orElse(false);
    }

    private SObject draft(CreateTask command) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(LEDGER_KEY, command.ledgerKey());
        values.put("Subject", command.subject());
        values.put("OwnerId", command.owner().id());
        values.put("WhoId", command.on().id());
        values.put("ActivityDate", LocalDate.ofInstant(command.due(), zone).toString());
        values.put("Priority", "High");
        SObject task = new SObject(Schema.TASK);
        values.forEach(task::setField);
        return task;
    }
}
