package io.onefunnel.writeback;

import io.onefunnel.model.Capability;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One line of a plan. */
public sealed interface PlanItem {
    SourceRef on();

    String reason();

    Set<Capability> capabilities();

    /** Sets fields; {@code before} is checked again when the plan is applied. */
    record Fields(SourceRef on, Map<Field, String> before, Map<Field, String> after, String reason)
            implements PlanItem {
        public Fields {
            before = Collections.unmodifiableMap(new EnumMap<>(before));
            after = Collections.unmodifiableMap(new EnumMap<>(after));
        }

        @Override
        public Set<Capability> capabilities() {
            Set<Capability> used = EnumSet.noneOf(Capability.class);
            after.keySet().forEach(field -> used.add(field.capability()));
            return used;
        }
    }

    /** Does once what is more than a field: tells an outcome, links, makes a task, changes an owner. */
    record Act(SourceRef on, String key, PendingAction.Action action, List<SourceRef> evidence, String reason)
            implements PlanItem {
        public Act {
            evidence = List.copyOf(evidence);
        }

        public static Act of(PendingAction pending) {
            return new Act(pending.on(), pending.key(), pending.action(), pending.evidence(), pending.reason());
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(action.kind().capability());
        }

        /** What is done, in one word: "outcome", "link", "task" or "owner". */
        public String what() {
            return action.kind().word();
        }
    }

    /** Merges the records of a proposal that a person approved. */
    record Merge(long proposal, SourceRef on, List<SourceRef> losers, Map<Field, String> winning, String reason)
            implements PlanItem {
        public Merge {
            losers = List.copyOf(losers);
            winning = winning.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(winning));
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.MERGES);
        }
    }
}
