package io.onefunnel.send;

import io.onefunnel.model.Capability;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.Merging;
import io.onefunnel.state.Lease;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import io.onefunnel.writeback.ProposedMerge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Merges, one after the other, each with a picture of before. */
final class MergeWriter {
    private final WriteSession desk;

    MergeWriter(WriteSession desk) {
        this.desk = desk;
    }

    WriteBack.Result merge(Lease lease, Plan plan, WriteBack.Watch watch) {
        List<PlanItem.Merge> merges = plan.merges().filter(desk::ours).toList();
        if (merges.isEmpty()) return WriteBack.Result.none();
        Optional<CommandWriter<Command.Merge>> writes = desk.adapter().writer(Command.Merge.class);
        Optional<Merging> merging = desk.adapter().merging();
        if (writes.isEmpty() || merging.isEmpty()) {
            return WriteSession.shortfall("merges", desk.adapter().connection() + " cannot merge");
        }
        WriteBack.Result result = WriteBack.Result.none();
        for (PlanItem.Merge item : merges) {
            if (desk.paused()) return result.plus(desk.named(result)).plus(desk.leftByPause());
            if (!stillApproved(item)) {
                result = result.plus(WriteSession.superseded(1));
                continue;
            }
            try {
                result = result.plus(mergeOne(lease, plan, item, writes.get(), merging.get()));
            } catch (AdapterException failed) {
                result = result.plus(desk.failure("merges", failed));
                if (WriteSession.stops(failed)) return result.plus(desk.named(result));
            }
            watch.written(1);
        }
        return result.plus(desk.named(result));
    }

    private boolean stillApproved(PlanItem.Merge item) {
        return desk.proposals()
                .find(item.proposal())
                .filter(found -> found.state() == ProposedMerge.State.APPROVED)
                .filter(found -> found.proposal().survivor().equals(item.on()))
                .filter(found -> found.proposal().losers().equals(item.losers()))
                .isPresent();
    }

    private WriteBack.Result mergeOne(
            Lease lease, Plan plan, PlanItem.Merge item, CommandWriter<Command.Merge> writes, Merging merging) {
        Command.Merge command = new Command.Merge(desk.newId(), item.on(), item.losers(), item.winning());
        List<String> blockers = merging.blockers(command);
        if (!blockers.isEmpty()) {
            return WriteSession.shortfall("merge into " + item.on(), String.join("; ", blockers));
        }
        WriteLedger.Intent intent = new WriteLedger.Intent(
                command,
                Set.of(Capability.MERGES),
                Map.of(),
                item.reason(),
                plan.id(),
                Optional.of(new MergeSnapshots(desk.ledger(), desk.adapter()).before(command, merging)),
                desk.now());
        return desk.send(lease, List.of(intent), List.of(command), writes);
    }
}
