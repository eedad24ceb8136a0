package io.onefunnel.app.view;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanCounts;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A plan summed up: what would be written, where and at what price.
 *
 * @param connections in the order of their names
 * @param samples the first items of each connection, in the order of the plan
 */
public record PlanView(Plan.Head head, PlanCounts counts, List<Totals> connections, List<PlanItem> samples) {
    public PlanView {
        connections = List.copyOf(connections);
        samples = List.copyOf(samples);
    }

    /**
     * What one connection gets.
     *
     * @param calls that writing needs at least
     */
    public record Totals(ConnectionId connection, long records, long fields, long merges, long events, long calls) {}

    /**
     * One field of one record.
     *
     * @param before empty for a new value
     * @param after "(cleared)" where the field is emptied
     */
    public record FieldChange(String field, String before, String after) {
        /** "+" for a new value, "~" for a changed one. */
        public String sign() {
            return before.isEmpty() ? "+" : "~";
        }
    }

    /**
     * @param commandsPerCall how many writes each connection takes in one call
     * @param samples how many items of each connection are shown
     */
    public static PlanView of(Plan plan, Map<ConnectionId, Integer> commandsPerCall, int samples) {
        List<Totals> connections = new ArrayList<>();
        List<PlanItem> shown = new ArrayList<>();
        plan.counts().connections().forEach((connection, counts) -> {
            connections.add(new Totals(
                    connection,
                    counts.records(),
                    counts.fields(),
                    counts.merges(),
                    counts.acts(),
                    counts.calls(commandsPerCall.getOrDefault(connection, 1))));
            try (Stream<PlanItem> items = plan.items(connection)) {
                items.limit(samples).forEach(shown::add);
            }
        });
        return new PlanView(plan.head(), plan.counts(), connections, shown);
    }

    public boolean isEmpty() {
        return counts.items() == 0;
    }

    /** What it comes to, in one sentence. */
    public String headline() {
        if (isEmpty()) {
            return head.waiting().isEmpty() ? "Nothing to write." : "Nothing to write besides what waits.";
        }
        return String.format(
                Locale.ROOT,
                "%,d records would be written and %,d duplicates merged.",
                counts.records(),
                counts.merges());
    }

    /** What would be done beside fields, a sentence for each kind. */
    public List<String> actionSentences() {
        List<String> sentences = new ArrayList<>();
        counts.acts().forEach((kind, count) -> sentences.add(sentence(kind, count)));
        return sentences;
    }

    private static String sentence(PendingAction.Kind kind, long count) {
        String sentence = switch (kind) {
            case OUTCOME -> "%,d outcomes would be sent to marketing as events.";
            case LINK -> "%,d referrals would be linked.";
            case TASK -> "%,d tasks would be made.";
            case OWNER -> "%,d leads would be given to another owner.";
        };
        return String.format(Locale.ROOT, sentence, count);
    }

    /** The safety limits that it passes: "records of hubspot: 83 planned, 17 allowed unattended". */
    public List<String> trips() {
        return head.trips().stream()
                .map(trip -> String.format(
                        Locale.ROOT,
                        "%s: %,d planned, %,d allowed unattended",
                        trip.fuse(),
                        trip.planned(),
                        trip.allowed()))
                .toList();
    }

    /** What an item would change, field by field. */
    public static List<FieldChange> changes(PlanItem.Fields item) {
        List<FieldChange> changes = new ArrayList<>();
        item.after()
                .forEach((field, after) -> changes.add(new FieldChange(
                        field.key(), item.before().getOrDefault(field, ""), after.isEmpty() ? "(cleared)" : after)));
        return changes;
    }
}
