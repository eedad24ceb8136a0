package io.onefunnel.salesforce.write;

import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.HttpRequests;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Commands that become one row each: what needs no call is answered at once, the others travel in batches. */
abstract class RowWriter<C extends Command> implements CommandWriter<C> {
    /** What a command comes to: an outcome already, or a row to send. */
    sealed interface Prepared {
        record Answered(WriteResult outcome) implements Prepared {}

        record Send(UpdateBatches.Row row) implements Prepared {}
    }

    private final WriteContext context;

    RowWriter(WriteContext context) {
        this.context = context;
    }

    final WriteContext context() {
        return context;
    }

    /** As many as are under way at once, four times: between two batches nothing is under way. */
    @Override
    public int batchSize() {
        return 4 * HttpRequests.IN_FLIGHT * commandsPerCall();
    }

    @Override
    public final int commandsPerCall() {
        return UpdateBatches.MOST_ROWS;
    }

    @Override
    public final List<WriteResult> write(List<C> commands) {
        if (commands.isEmpty()) return List.of();
        List<Prepared> steps = prepare(commands);
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (Prepared step : steps) {
            if (step instanceof Prepared.Send send) rows.add(send.row());
        }
        List<WriteResult> sent = rows.isEmpty() ? List.of() : send(rows);
        List<WriteResult> outcomes = new ArrayList<>();
        int row = 0;
        for (Prepared step : steps) {
            outcomes.add(step instanceof Prepared.Answered answered ? answered.outcome() : sent.get(row++));
        }
        return outcomes;
    }

    @Override
    public final List<WriteResult> settle(List<C> unknown) {
        return unknown.isEmpty() ? List.of() : settled(unknown);
    }

    /** One step for each command, in order; reads what has to be known before. */
    abstract List<Prepared> prepare(List<C> commands);

    /** One outcome for each row, in order. */
    List<WriteResult> send(List<UpdateBatches.Row> rows) {
        return UpdateBatches.updates(context).run(rows);
    }

    /** Of at least one command. */
    abstract List<WriteResult> settled(List<C> unknown);

    final Map<SourceRef, Change> held(Collection<C> commands) {
        return context.records().byRef(commands.stream().map(Command::on).toList());
    }

    static Prepared gone(SourceRef target) {
        return refused(target, AdapterErrorCode.RECORD_GONE, "deleted or merged away");
    }

    static Prepared refused(SourceRef target, AdapterErrorCode code, String why) {
        return new Prepared.Answered(new WriteResult.Rejected(target, code, why));
    }
}
