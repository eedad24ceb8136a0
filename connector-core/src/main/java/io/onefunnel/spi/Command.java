package io.onefunnel.spi;

import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One write. Its intent id is the row that was stored before the call; it goes to the vendor where the vendor has room
 * for one.
 */
public sealed interface Command {
    /** The row in the ledger of intended writes. */
    String intent();

    /** The record that is written. */
    SourceRef on();

    /**
     * Sets fields of one record.
     *
     * @param set canonical values; the empty text clears the field
     * @param expected values that must still hold for the write to be right; when it is not empty the adapter reads the
     *     record first and answers {@link WriteResult.Stale} if one differs
     */
    record SetFields(String intent, SourceRef on, Map<Field, String> set, Map<Field, String> expected)
            implements Command {
        public SetFields {
            if (set.isEmpty()) throw new IllegalArgumentException("nothing to set on " + on);
            set = Collections.unmodifiableMap(new EnumMap<>(set));
            expected = expected.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(expected));
        }
    }

    /** Gives a record to another owner, if {@code expectedOwner} still has it; otherwise {@link WriteResult.Stale}. */
    record Reassign(String intent, SourceRef on, SourceRef newOwner, SourceRef expectedOwner) implements Command {}

    /**
     * Appends a task for a user.
     *
     * @param on the person it is about
     * @param ledgerKey stored in the task at the vendor, so that {@link CommandWriter#settle} finds it
     */
    record CreateTask(String intent, SourceRef on, String ledgerKey, SourceRef owner, String subject, Instant due)
            implements Command {}

    /**
     * Returns an outcome to marketing automation: as an event of its own and, where the vendor has room for it, as the
     * status of the program that began the work and as an opportunity. Where that takes several calls, those that may be
     * repeated without harm come first and the appended event last: finding the event proves the others.
     *
     * @param on the person, in the connection that is told
     * @param ledgerKey stored in the event at the vendor, so that {@link CommandWriter#settle} finds it
     * @param outcome for people: "Closed-Won", "Disqualified" ...; the code is {@link EventAttributes#OUTCOME}
     * @param at when it happened
     * @param program the campaign or program of the response that began the work, where it is of the same connection
     * @param details by the names of {@link EventAttributes}; what is not known is left out
     */
    record PublishOutcome(
            String intent,
            SourceRef on,
            String ledgerKey,
            String outcome,
            Instant at,
            Optional<SourceRef> program,
            Map<String, String> details)
            implements Command {
        public PublishOutcome {
            details = Map.copyOf(details);
        }
    }

    /**
     * Links a referred person to whom they came from, where the vendor has a link of its own for that; field values
     * go by {@link SetFields}.
     */
    record LinkReferral(String intent, SourceRef on, SourceRef referredBy) implements Command {}

    /**
     * Merges duplicates of one type.
     *
     * @param on the survivor
     * @param losers one or more, of the survivor's connection and type; an adapter splits what its vendor limits
     * @param winning values to set on the survivor with the merge
     */
    record Merge(String intent, SourceRef on, List<SourceRef> losers, Map<Field, String> winning) implements Command {
        public Merge {
            if (losers.isEmpty()) throw new IllegalArgumentException("nothing to merge into " + on);
            if (losers.contains(on)) throw new IllegalArgumentException("a record cannot be merged with itself: " + on);
            losers = List.copyOf(losers);
            winning = winning.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(winning));
        }
    }
}
