package io.onefunnel.state;

import io.onefunnel.writeback.ProposedMerge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Duplicates that may be merged, and what people said of them. */
public interface MergeProposals {
    /** In the order of the surviving records. */
    List<ProposedMerge> in(Set<ProposedMerge.State> states);

    /** How many there are; 0 is left out. */
    Map<ProposedMerge.State, Long> counts();

    Optional<ProposedMerge> find(long number);

    /** Keeps what a person decided; a proposal whose records have changed since has another number, and waits again. */
    void decide(long number, ProposedMerge.State state, String who, Instant at);
}
