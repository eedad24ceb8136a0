package io.onefunnel.send;

import io.onefunnel.model.Capability;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.Merging;
import io.onefunnel.state.Lease;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import io.onefunnel.writeback.ProposedMerge;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Merges, one after the other, each with a picture of before. */
public final class MergeWriter {
    private final WriteSession session;

    public MergeWriter(WriteSession session) {
        this.session = session;
    }

    /**
     * Merges what a person approved and what is at the vendor as it was then.
     *
     * @param look finds out how the records of these merges are at the vendor now
     */
    public WriteSummary write(
            Lease lease, Plan plan, Function<Collection<SourceRef>, FreshnessCheck.Looked> look, IntConsumer progress) {
        if (plan.counts().of(session.adapter().connection()).merges() == 0) return WriteSummary.NOTHING;
        List<PlanItem.Merge> merges = plan.merges(session.adapter().connection());
        Optional<CommandWriter<Command.Merge>> writes = session.adapter().writer(Command.Merge.class);
        Optional<Merging> merging = session.adapter().merging();
        if (writes.isEmpty() || merging.isEmpty()) {
            return WriteSummary.incomplete("merges", session.adapter().connection() + " cannot merge", "");
        }
        FreshnessCheck.Looked looked =
                look.apply(merges.stream().flatMap(MergeWriter::records).toList());
        WriteSummary result = WriteSummary.incomplete(looked.shortfalls());
        // What could not be looked up counts as gone, which is no reason to leave a merge out: the whole part waits.
        if (!looked.shortfalls().isEmpty()) return result;
        for (PlanItem.Merge item : merges) {
            Optional<WriteSummary> halted = session.halted();
            if (halted.isPresent()) return result.plus(session.named(result)).plus(halted.get());
            if (!stillApproved(item) || hasMoved(item, looked)) {
                result = result.plus(WriteSummary.superseded(1));
                continue;
            }
            try {
                result = result.plus(mergeOne(lease, plan, item, writes.get(), merging.get()));
            } catch (AdapterException failed) {
                result = result.plus(session.failure("merges", failed));
                if (WriteSession.stops(failed)) return result.plus(session.named(result));
            }
            progress.accept(1);
        }
        return result.plus(session.named(result));
    }

    private boolean stillApproved(PlanItem.Merge item) {
        return session.proposals()
                .find(item.proposal())
                .filter(found -> found.state() == ProposedMerge.State.APPROVED)
                .filter(found -> found.proposal().survivor().equals(item.on()))
                .filter(found -> found.proposal().losers().equals(item.losers()))
                .filter(found -> found.proposal().winning().equals(item.winning()))
                .isPresent();
    }

    /**
     * Whether somebody changed a record since it was read: which values win was decided from what it held. One that is gone
     * may have become part of the survivor when a merge was cut off half-way; what is to be done then is seen below.
     */
    private static boolean hasMoved(PlanItem.Merge item, FreshnessCheck.Looked looked) {
        return records(item)
                .anyMatch(ref -> looked.moved().contains(ref) && !looked.gone().contains(ref));
    }

    private static Stream<SourceRef> records(PlanItem.Merge item) {
        return Stream.concat(Stream.of(item.on()), item.losers().stream());
    }

    private WriteSummary mergeOne(
            Lease lease, Plan plan, PlanItem.Merge item, CommandWriter<Command.Merge> writes, Merging merging) {
        Command.Merge command = new Command.Merge(session.newId(), item.on(), item.losers(), item.winning());
        List<String> blockers = merging.blockers(command);
        if (!blockers.isEmpty()) {
            return WriteSummary.incomplete("merge into " + item.on(), String.join("; ", blockers), "");
        }
        WriteLedger.Intent intent = new WriteLedger.Intent(
                command,
                Set.of(Capability.MERGES),
                Map.of(),
                item.reason(),
                plan.id(),
                Optional.of(new MergeSnapshots(session.ledger(), session.adapter()).before(command, merging)),
                session.now());
        return session.send(lease, List.of(intent), List.of(command), writes);
    }
}
