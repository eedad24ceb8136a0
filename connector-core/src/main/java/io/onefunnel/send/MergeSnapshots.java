package io.onefunnel.send;

import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger;
import java.util.HashSet;
import java.util.Optional;

/**
 * The picture from which a merge can be taken back. Vendors merge many records in several steps: when that was cut off
 * half-way, part of the losers has become the survivor, and a picture that is taken now would show their children where the
 * merge has put them. Then the one that was taken before the first attempt stands.
 */
final class MergeSnapshots {
    private final WriteLedger ledger;
    private final CrmAdapter adapter;

    MergeSnapshots(WriteLedger ledger, CrmAdapter adapter) {
        this.ledger = ledger;
        this.adapter = adapter;
    }

    MergeSnapshot before(Command.Merge merge, Merging merging) {
        Optional<MergeSnapshot> first = beforeFirstAttempt(merge);
        if (first.isPresent() && isHalfMade(merge)) return first.get();
        return merging.snapshot(merge);
    }

    /** The oldest picture of the attempts since this merge was last completed; that one was taken back meanwhile. */
    private Optional<MergeSnapshot> beforeFirstAttempt(Command.Merge merge) {
        Optional<MergeSnapshot> oldest = Optional.empty();
        for (WriteLedger.Logged each : ledger.merges(merge.on())) {
            if (!(each.intent().command() instanceof Command.Merge earlier) || !sameRecords(earlier, merge)) continue;
            if (each.outcome().filter(MergeSnapshots::completed).isPresent()) break;
            if (each.intent().snapshot().isPresent()) oldest = each.intent().snapshot();
        }
        return oldest;
    }

    private static boolean sameRecords(Command.Merge earlier, Command.Merge merge) {
        return new HashSet<>(earlier.losers()).equals(new HashSet<>(merge.losers()));
    }

    private static boolean completed(WriteResult outcome) {
        return outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unchanged;
    }

    /** Into which record is left open: some vendors give the survivor a new id with every merge. */
    private boolean isHalfMade(Command.Merge merge) {
        return adapter.read(merge.losers()).stream().anyMatch(Change.MergedInto.class::isInstance);
    }
}
