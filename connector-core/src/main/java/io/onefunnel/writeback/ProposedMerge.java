package io.onefunnel.writeback;

import io.onefunnel.model.MergeProposal;
import java.util.Optional;

/**
 * A merge that people may look at, and what came of it.
 *
 * @param number by which people name it; stays while the set of records stays
 * @param decidedBy who approved or rejected it
 */
public record ProposedMerge(long number, MergeProposal proposal, State state, Optional<String> decidedBy) {
    public enum State {
        /** Nobody has said anything about it yet. */
        PROPOSED,
        APPROVED,
        /** A person said no: kept apart. */
        REJECTED,
        /** The vendor refused it; the reason is in the ledger. Approving it again tries it again. */
        REFUSED,
        MERGED,
        UNDONE
    }
}
