package io.onefunnel.spi;

import io.onefunnel.model.SourceRef;
import java.util.List;

/** What has to be known before a merge and can be done after it. The merge itself is a {@link Command.Merge}. */
public interface Merging {
    /**
     * Why this merge must not be tried, one sentence each; empty when nothing speaks against it. Only reads.
     */
    List<String> blockers(Command.Merge merge);

    /**
     * Everything of the records that a merge changes: all readable fields of survivor and losers and the ids of what
     * hangs on them. Taken and stored before the call.
     */
    MergeSnapshot snapshot(Command.Merge merge);

    /** What {@link #undo} could not bring back, said before the merge; sentences for people. */
    List<String> irreversible(Command.Merge merge);

    /** Takes a merge back as far as the vendor allows. Repeating it changes nothing more. */
    UndoReport undo(MergeSnapshot snapshot);

    /**
     * A picture of the records before a merge.
     *
     * @param content the adapter's own JSON
     */
    record MergeSnapshot(SourceRef survivor, List<SourceRef> losers, String content) {
        public MergeSnapshot {
            losers = List.copyOf(losers);
        }
    }

    /** What came back and what did not; sentences for people. */
    record UndoReport(List<SourceRef> restored, List<String> notRestored) {
        public UndoReport {
            restored = List.copyOf(restored);
            notRestored = List.copyOf(notRestored);
        }
    }
}
