package io.onefunnel.spi.account;

import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import java.util.List;

/** What surrounds a merge, once it is sure whose account it is. */
record GuardedMerging(Merging merging, Runnable guard) implements Merging {
    @Override
    public List<String> blockers(Command.Merge merge) {
        guard.run();
        return merging.blockers(merge);
    }

    @Override
    public MergeSnapshot snapshot(Command.Merge merge) {
        guard.run();
        return merging.snapshot(merge);
    }

    @Override
    public List<String> irreversible(Command.Merge merge) {
        guard.run();
        return merging.irreversible(merge);
    }

    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        guard.run();
        return merging.undo(snapshot);
    }
}
