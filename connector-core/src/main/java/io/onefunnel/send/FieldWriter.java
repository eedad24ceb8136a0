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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fields, in batches as large as the vendor takes; what has moved since the plan is left out. */
final class FieldWriter {
    private final WriteSession desk;

    FieldWriter(WriteSession desk) {
        this.desk = desk;
    }

    WriteBack.Result setFields(Lease lease, Plan plan, WriteBack.Watch watch) {
        List<PlanItem.Fields> items = plan.fields().filter(desk::ours).toList();
        if (items.isEmpty()) return WriteBack.Result.none();
        CommandWriter<Command.SetFields> writes = desk.adapter()
                .writer(Command.SetFields.class)
                .orElseThrow(() -> new IllegalStateException("an adapter must be able to set fields"));
        WriteBack.Result result = WriteBack.Result.none();
        for (List<PlanItem.Fields> batch : Chunks.of(items, writes.batchSize())) {
            if (desk.paused()) return result.plus(desk.named(result)).plus(desk.leftByPause());
            List<PlanItem.Fields> current = stillPending(batch);
            result = result.plus(WriteSession.superseded(batch.size() - current.size()));
            if (current.isEmpty()) continue;
            List<Command.SetFields> commands = current.stream()
                    .map(item -> new Command.SetFields(desk.newId(), item.on(), item.after(), Map.of()))
                    .toList();
            List<WriteLedger.Intent> intents = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                intents.add(intent(plan, current.get(i), commands.get(i)));
            }
            try {
                result = result.plus(desk.send(lease, intents, commands, writes));
            } catch (AdapterException failed) {
                result = result.plus(desk.failure("fields", failed));
                if (WriteSession.stops(failed)) return result.plus(desk.named(result));
            }
            watch.written(batch.size());
        }
        return result.plus(desk.named(result));
    }

    /** Those whose before-values and wanted values are still what the plan showed. */
    private List<PlanItem.Fields> stillPending(List<PlanItem.Fields> batch) {
        Map<SourceRef, PendingChange> pending = new HashMap<>();
        desk.pending()
                .changes(batch.stream().map(PlanItem.Fields::on).toList())
                .forEach(change -> pending.put(change.on(), change));
        return batch.stream()
                .filter(item -> covers(pending.get(item.on()), item))
                .toList();
    }

    private static boolean covers(@org.jspecify.annotations.Nullable PendingChange pending, PlanItem.Fields item) {
        if (pending == null) return false;
        return item.after().entrySet().stream()
                .allMatch(each -> each.getValue().equals(pending.after().get(each.getKey()))
                        && item.before()
                                .getOrDefault(each.getKey(), "")
                                .equals(pending.before().get(each.getKey())));
    }

    private WriteLedger.Intent intent(Plan plan, PlanItem.Fields item, Command command) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (Field field : item.after().keySet()) capabilities.add(field.capability());
        return new WriteLedger.Intent(
                command, capabilities, item.before(), item.reason(), plan.id(), Optional.empty(), desk.now());
    }
}
