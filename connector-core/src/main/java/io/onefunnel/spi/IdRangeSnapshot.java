package io.onefunnel.spi;

import java.time.Instant;
import java.util.Set;

/**
 * All records of a kind that the vendor has in a stretch of ids: what is stored of that stretch and not among them is
 * gone. For vendors that keep a log of deletions only so long.
 *
 * @param after where the stretch begins, itself left out; ids are compared character by character
 * @param upTo where it ends, itself included
 * @param ids in the form of {@link io.onefunnel.model.SourceRef#id}
 * @param at when they were there, by the vendor's clock
 */
public record IdRangeSnapshot(String after, String upTo, Set<String> ids, Instant at) {
    public IdRangeSnapshot {
        ids = Set.copyOf(ids);
    }
}
