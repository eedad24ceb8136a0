package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives records to other owners, never from somebody who was not expected to have them. */
public final class OwnerWriter extends RowWriter<Reassign> {
    private static final String OWNER = "OwnerId";

    public OwnerWriter(WriteContext context) {
        super(context);
    }

    @Override
    List<Prepared> prepare(List<Reassign> commands) {
        Map<SourceRef, Change> held = held(commands);
        List<Prepared> steps = new ArrayList<>();
        for (Reassign command : commands) steps.add(step(command, held.get(command.on())));
        return steps;
    }

    private Prepared step(Reassign command, @Nullable Change held) {
        if (!(held instanceof Change.Present present)) return gone(command.on());
        if (isOwner(present, command.newOwner())) return new Prepared.Answered(new WriteResult.Unchanged(command.on()));
        if (!isOwner(present, command.expectedOwner())) {
            return new Prepared.Answered(new WriteResult.Stale(command.on(), Map.of()));
        }
        return new Prepared.Send(new UpdateBatches.Row(command.on(), draft(command)));
    }

    @Override
    List<WriteResult> send(List<UpdateBatches.Row> rows) {
        return UpdateBatches.ownerChanges(context()).run(rows);
    }

    @Override
    List<WriteResult> settled(List<Reassign> unknown) {
        Map<SourceRef, Change> held = held(unknown);
        List<WriteResult> outcomes = new ArrayList<>();
        for (Reassign command : unknown) {
            boolean applied =
                    held.get(command.on()) instanceof Change.Present present && isOwner(present, command.newOwner());
            outcomes.add(applied ? WriteResult.Written.of(command.on()) : new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    private SObject draft(Reassign command) {
        MappedType type = context()
                .schema()
                .typeOf(command.on().kind(), command.on().id())
                .orElseThrow();
        SObject record = SObjectBuilder.started(type, command.on());
        record.setField(OWNER, command.newOwner().id());
        return record;
    }

    private static boolean isOwner(Change.Present present, SourceRef user) {
        return present.links().getOrDefault(LinkRole.OWNER, List.of()).contains(user.id());
    }
}
