package io.onefunnel.salesforce;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives records to other owners, never from somebody who was not expected to have them. */
final class OwnerWrites implements Writes<Reassign> {
    private static final String OWNER = "OwnerId";

    private final Calls calls;
    private final Schema schema;
    private final Reads reads;
    private final InstantSource clock;

    OwnerWrites(Calls calls, Schema schema, Reads reads, InstantSource clock) {
        this.calls = calls;
        this.schema = schema;
        this.reads = reads;
        this.clock = clock;
    }

    @Override
    public int batchSize() {
        return UpdateBatches.MOST_ROWS;
    }

    @Override
    public List<WriteOutcome> write(List<Reassign> commands) {
        if (commands.isEmpty()) return List.of();
        Map<SourceRef, Change> held = held(commands);
        Map<SourceRef, WriteOutcome> outcomes = new LinkedHashMap<>();
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (Reassign command : commands) {
            if (!(held.get(command.on()) instanceof Change.Present present)) {
                outcomes.put(
                        command.on(),
                        new WriteOutcome.Rejected(
                                command.on(), AdapterErrorCode.RECORD_GONE, "deleted or merged away"));
            } else if (isOwner(present, command.newOwner())) {
                outcomes.put(command.on(), new WriteOutcome.Unchanged(command.on()));
            } else if (!isOwner(present, command.expectedOwner())) {
                outcomes.put(command.on(), new WriteOutcome.Stale(command.on(), Map.of()));
            } else {
                rows.add(new UpdateBatches.Row(command.on(), draft(command)));
            }
        }
        UpdateBatches.updates(calls, clock).run(rows).forEach((row, outcome) -> outcomes.put(row.target(), outcome));
        return commands.stream()
                .map(command -> FieldWrites.of(outcomes, command.on()))
                .toList();
    }

    @Override
    public List<WriteOutcome> settle(List<Reassign> unknown) {
        if (unknown.isEmpty()) return List.of();
        Map<SourceRef, Change> held = held(unknown);
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (Reassign command : unknown) {
            boolean applied =
                    held.get(command.on()) instanceof Change.Present present && isOwner(present, command.newOwner());
            outcomes.add(applied ? WriteOutcome.Written.of(command.on()) : new WriteOutcome.NotApplied(command.on()));
        }
        return outcomes;
    }

    private Map<SourceRef, Change> held(List<Reassign> commands) {
        return reads.byRef(commands.stream().map(Reassign::on).toList());
    }

    private SObject draft(Reassign command) {
        MappedType type = schema.typeOf(command.on().kind(), command.on().id()).orElseThrow();
        SObject record = Drafts.started(type, command.on());
        record.setField(OWNER, command.newOwner().id());
        return record;
    }

    private static boolean isOwner(Change.Present present, SourceRef user) {
        return present.links().getOrDefault(LinkRole.OWNER, List.of()).contains(user.id());
    }
}
