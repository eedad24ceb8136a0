package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Records of one system that are one person, and how they would become one record.
 *
 * @param survivor keeps its id
 * @param losers of the survivor's connection and type
 * @param winning values that the survivor takes over because its own are empty or weaker
 * @param terms why: one for each pair that agrees
 * @param evidence how strong the weakest pair is
 * @param obstacle why it is only shown and not proposed for merging; empty when it can be merged
 */
public record MergeProposal(
        PersonId person,
        SourceRef survivor,
        List<SourceRef> losers,
        Map<Field, String> winning,
        List<MatchTerm> terms,
        Evidence evidence,
        String obstacle) {
    public MergeProposal {
        requireNonNull(evidence, "evidence is null");
        losers = List.copyOf(losers);
        winning = Map.copyOf(winning);
        terms = List.copyOf(terms);
    }

    /** What a careful person would approve without looking at each: nothing in the way, and every pair agrees on a name. */
    public boolean exact() {
        return obstacle.isEmpty() && evidence.compareTo(Evidence.EMAIL_AND_NAME) <= 0;
    }

    /** From the strongest to the weakest. */
    public enum Evidence implements Labelled {
        /** A vendor's own sync says so. */
        NATIVE_ID,
        /** Same mailbox and same name. */
        EMAIL_AND_NAME,
        /** Same mailbox, one name missing. */
        EMAIL,
        /** Same phone number and same name. */
        PHONE_AND_NAME
    }
}
