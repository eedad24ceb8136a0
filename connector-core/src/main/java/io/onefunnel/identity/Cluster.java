package io.onefunnel.identity;

import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonRecord;
import java.util.List;

/**
 * Records that are one person.
 *
 * @param records by ref; at least one
 * @param terms every pair of them that agrees, by the strongest rule; empty for a single record
 * @param oversized it was part of a cluster too large to be one person and was split; worth a look by a person
 */
public record Cluster(List<PersonRecord> records, List<MatchTerm> terms, boolean oversized) {
    public Cluster {
        if (records.isEmpty()) throw new IllegalArgumentException("a cluster without a record");
        records = List.copyOf(records);
        terms = List.copyOf(terms);
    }
}
