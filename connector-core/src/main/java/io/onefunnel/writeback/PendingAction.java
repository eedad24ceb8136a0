package io.onefunnel.writeback;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something to be done once at a vendor that is more than a field. It is looked up anew before the call: the record it is done
 * to, and the records that show why.
 *
 * @param on the record it is done to
 * @param key with the connection, names the action for good: what was done under it is not done again, for the same person
 *     or on the same record, whatever merges meanwhile
 * @param evidence records that must still say what they said
 * @param reason for people: "Closed-Won: opportunity in Closed Won"
 */
public record PendingAction(
        PersonId person, SourceRef on, String key, Action action, List<SourceRef> evidence, String reason) {
    public PendingAction {
        evidence = List.copyOf(evidence);
    }

    public sealed interface Action {
        /** What an adapter must take for it to be done. */
        Class<? extends Command> command();
    }

    /**
     * Tells marketing of an outcome.
     *
     * @param ledgerKey stored with the event at the vendor
     * @param details by the names of {@link io.onefunnel.spi.EventAttributes}
     */
    public record Publish(
            String ledgerKey, String outcome, Instant at, Optional<SourceRef> program, Map<String, String> details)
            implements Action {
        public Publish {
            details = Collections.unmodifiableMap(new TreeMap<>(details));
        }

        @Override
        public Class<Command.PublishOutcome> command() {
            return Command.PublishOutcome.class;
        }
    }

    /** Links the person to who referred them, by the vendor's own kind of link. */
    public record Link(SourceRef referredBy) implements Action {
        @Override
        public Class<Command.LinkReferral> command() {
            return Command.LinkReferral.class;
        }
    }

    /** Puts a task on a user's list. */
    public record Task(String ledgerKey, SourceRef owner, String subject, Instant due) implements Action {
        @Override
        public Class<Command.CreateTask> command() {
            return Command.CreateTask.class;
        }
    }

    /** Gives the record to another owner, while the expected one still has it. */
    public record Reassign(SourceRef newOwner, SourceRef expectedOwner) implements Action {
        @Override
        public Class<Command.Reassign> command() {
            return Command.Reassign.class;
        }
    }
}
