package io.onefunnel.state;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.writeback.PendingAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every intended write: a row before the call, its outcome after, kept for good. */
public interface WriteLedger {
    /** Stores the intents before their call. Their state is then that of a call that may have happened. */
    void intend(Lease lease, List<Intent> intents);

    /**
     * A write that is about to be made.
     *
     * @param command carries the id
     * @param before what is written over, for the audit and for taking back
     * @param reason for people
     * @param plan which plan it belongs to
     * @param snapshot of the records before a merge
     * @param action the key of the {@link PendingAction} that it does
     */
    record Intent(
            Command command,
            Set<Capability> capabilities,
            Map<Field, String> before,
            String reason,
            String plan,
            Optional<Merging.MergeSnapshot> snapshot,
            Optional<String> action,
            Instant at) {
        /** A write of fields, or a merge. */
        public Intent(
                Command command,
                Set<Capability> capabilities,
                Map<Field, String> before,
                String reason,
                String plan,
                Optional<Merging.MergeSnapshot> snapshot,
                Instant at) {
            this(command, capabilities, before, reason, plan, snapshot, Optional.empty(), at);
        }
    }

    /**
     * Stores outcomes. {@link WriteResult.Written} and {@link WriteResult.Unchanged} lay the values over the mirror
     * until a newer version is pulled and take those fields off the pending change whose wanted value is what was
     * written; a written merge moves the losers to the survivor; a done {@link PendingAction} is never pending again. {@link WriteResult.Rejected} keeps the refused fields aside until the wanted
     * value or the record changes, and takes the approval of a refused merge back. {@link WriteResult.Stale} makes the person dirty. {@link WriteResult.Unknown} leaves the intent
     * unsettled; {@link WriteResult.NotApplied} and {@link WriteResult.Deferred} end it without effect, so that the
     * pending change is planned again.
     */
    void outcomes(Lease lease, List<Outcome> outcomes);

    record Outcome(String intent, WriteResult outcome, Instant at) {}

    /** Intents without a final outcome: the call may have happened. Oldest first. */
    List<Intent> unsettled(ConnectionId connection);

    /** Every merge into a record that was ever intended, newest first. */
    List<Logged> merges(SourceRef survivor);

    /** The latest intents of a record or of its person, newest first. */
    List<Logged> history(SourceRef on, int max);

    /** @param outcome as stored; empty while unsettled */
    record Logged(Intent intent, Optional<WriteResult> outcome, Optional<Instant> at) {}

    /** What the vendors refused and still stands. */
    List<Logged> rejected(int max);

    /** Records written since an instant, by capability (a record may count for several): for the fuses. */
    Map<Capability, Long> writtenSince(Instant since);
}
