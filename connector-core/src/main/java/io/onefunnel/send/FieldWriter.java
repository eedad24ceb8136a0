package io.onefunnel.send;

import io.onefunnel.model.Capability;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.state.Lease;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.PendingChange;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sets fields, in batches as large as the vendor takes; what has moved since the plan is left out. */
public final class FieldWriter {
    private final WriteSession session;

    public FieldWriter(WriteSession session) {
        this.session = session;
    }

    public WriteSummary write(Lease lease, Plan plan, IntConsumer progress) {
        if (plan.counts().of(session.adapter().connection()).records() == 0) return WriteSummary.NOTHING;
        CommandWriter<Command.SetFields> writes = session.adapter()
                .writer(Command.SetFields.class)
                .orElseThrow(() -> new IllegalStateException("an adapter must be able to set fields"));
        try (Stream<PlanItem.Fields> ours = plan.fields(session.adapter().connection())) {
            return write(lease, plan, Chunks.of(ours.iterator(), writes.batchSize()), writes, progress);
        }
    }

    private WriteSummary write(
            Lease lease,
            Plan plan,
            Iterator<List<PlanItem.Fields>> batches,
            CommandWriter<Command.SetFields> writes,
            IntConsumer progress) {
        WriteSummary result = WriteSummary.NOTHING;
        while (batches.hasNext()) {
            List<PlanItem.Fields> batch = batches.next();
            Optional<WriteSummary> halted = session.halted();
            if (halted.isPresent()) return result.plus(session.named(result)).plus(halted.get());
            List<PlanItem.Fields> current = stillPending(batch);
            result = result.plus(WriteSummary.superseded(batch.size() - current.size()));
            if (current.isEmpty()) continue;
            List<Command.SetFields> commands = current.stream()
                    .map(item -> new Command.SetFields(session.newId(), item.on(), item.after(), Map.of()))
                    .toList();
            List<WriteLedger.Intent> intents = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                intents.add(intent(plan, current.get(i), commands.get(i)));
            }
            try {
                result = result.plus(session.send(lease, intents, commands, writes));
            } catch (AdapterException failed) {
                result = result.plus(session.failure("fields", failed));
                if (WriteSession.stops(failed)) return result.plus(session.named(result));
            }
            progress.accept(batch.size());
        }
        return result.plus(session.named(result));
    }

    /** Those whose before-values and wanted values are still what the plan showed. */
    private List<PlanItem.Fields> stillPending(List<PlanItem.Fields> batch) {
        Map<SourceRef, PendingChange> pending = new HashMap<>();
        session.pending()
                .changes(batch.stream().map(PlanItem.Fields::on).toList())
                .forEach(change -> pending.put(change.on(), change));
        return batch.stream()
                .filter(item -> covers(pending.get(item.on()), item))
                .toList();
    }

    private static boolean covers(@Nullable PendingChange pending, PlanItem.Fields item) {
        if (pending == null) return false;
        return item.after().entrySet().stream()
                .allMatch(each -> each.getValue().equals(pending.after().get(each.getKey()))
                        && item.before()
                                .getOrDefault(each.getKey(), "")
                                .equals(pending.before().getOrDefault(each.getKey(), "")));
    }

    private WriteLedger.Intent intent(Plan plan, PlanItem.Fields item, Command command) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (Field field : item.after().keySet()) capabilities.add(field.capability());
        return new WriteLedger.Intent(
                command, capabilities, item.before(), item.reason(), plan.id(), Optional.empty(), session.now());
    }
}
