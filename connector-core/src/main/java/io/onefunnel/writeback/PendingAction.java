package io.onefunnel.writeback;

import io.onefunnel.model.Capability;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
        Kind kind();

        /** What an adapter must take for it to be done. */
        default Class<? extends Command> command() {
            return kind().command;
        }
    }

    /** The kinds of actions there are, with what each of them needs. */
    public enum Kind {
        /** Tells marketing of an outcome. */
        OUTCOME(Publish.class, Capability.OUTCOMES, Command.PublishOutcome.class),
        /** Links a person to who referred them. */
        LINK(Link.class, Capability.REFERRALS, Command.LinkReferral.class),
        TASK(Task.class, Capability.TASKS, Command.CreateTask.class),
        OWNER(Reassign.class, Capability.TAKE_BACK, Command.Reassign.class);

        private final Class<? extends Action> type;
        private final Capability capability;
        private final Class<? extends Command> command;

        Kind(Class<? extends Action> type, Capability capability, Class<? extends Command> command) {
            this.type = type;
            this.capability = capability;
            this.command = command;
        }

        /** What an action of this kind is. */
        public Class<? extends Action> type() {
            return type;
        }

        /** What has to be allowed for it to be done. */
        public Capability capability() {
            return capability;
        }

        /** What an adapter must take for it to be done. */
        public Class<? extends Command> command() {
            return command;
        }

        /** In one word, as plans have it: "outcome", "link", "task" or "owner". */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
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
        public Kind kind() {
            return Kind.OUTCOME;
        }
    }

    /** Links the person to who referred them, by the vendor's own kind of link. */
    public record Link(SourceRef referredBy) implements Action {
        @Override
        public Kind kind() {
            return Kind.LINK;
        }
    }

    /** Puts a task on a user's list. */
    public record Task(String ledgerKey, SourceRef owner, String subject, Instant due) implements Action {
        @Override
        public Kind kind() {
            return Kind.TASK;
        }
    }

    /** Gives the record to another owner, while the expected one still has it. */
    public record Reassign(SourceRef newOwner, SourceRef expectedOwner) implements Action {
        @Override
        public Kind kind() {
            return Kind.OWNER;
        }
    }
}
