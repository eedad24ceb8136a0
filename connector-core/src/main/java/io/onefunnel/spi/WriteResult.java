package io.onefunnel.spi;

import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What became of one command. */
public sealed interface WriteResult {
    /** The record that the command named. */
    SourceRef target();

    /**
     * The vendor applied it.
     *
     * @param survivor the record that holds the values now, where it is another one than the target: a vendor may give
     *     a merged record a new id
     * @param created the id of what an appending command made, where the vendor told it
     */
    record Written(SourceRef target, Optional<SourceRef> survivor, Optional<String> created) implements WriteResult {
        public static Written of(SourceRef target) {
            return new Written(target, Optional.empty(), Optional.empty());
        }
    }

    /** The vendor already held exactly this; no call was made, or the call changed nothing. */
    record Unchanged(SourceRef target) implements WriteResult {}

    /** What the command expected no longer holds. Nothing was written; decide again. */
    record Stale(SourceRef target, Map<Field, String> found) implements WriteResult {
        public Stale {
            found = Map.copyOf(found);
        }
    }

    /**
     * The vendor refused this record. Kept and shown; tried again when either side changes.
     *
     * @param vendorMessage the vendor's own words, without field values
     */
    record Rejected(SourceRef target, AdapterErrorCode code, String vendorMessage) implements WriteResult {}

    /** Not now: the budget is spent or the vendor asked to wait. Nothing was written. */
    record Deferred(SourceRef target, Instant notBefore) implements WriteResult {}

    /** The call may have happened: settled by reading before anything is sent again. */
    record Unknown(SourceRef target) implements WriteResult {}

    /** Answer of {@link CommandWriter#settle} alone: the vendor certainly did not apply it. */
    record NotApplied(SourceRef target) implements WriteResult {}
}
