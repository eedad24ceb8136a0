package io.onefunnel.app.view;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan summed up: what would be written, where and at what price.
 *
 * @param records whose fields would be written
 * @param merges of duplicates
 * @param connections in the order of their names
 * @param capabilities in how many items each has a part
 * @param actions how many of each kind are done beside fields
 */
public record PlanView(
        Plan plan,
        long records,
        long merges,
        List<Totals> connections,
        Map<Capability, Long> capabilities,
        Map<String, Long> actions) {
    public PlanView {
        connections = List.copyOf(connections);
    }

    /**
     * What one connection gets.
     *
     * @param calls that writing needs at least
     */
    public record Totals(ConnectionId connection, long records, long fields, long merges, long events, long calls) {
        private Totals plus(PlanItem item) {
            if (item instanceof PlanItem.Fields set) {
                return new Totals(connection, records + 1, fields + set.after().size(), merges, events, calls);
            }
            return item instanceof PlanItem.Merge
                    ? new Totals(connection, records, fields, merges + 1, events, calls)
                    : new Totals(connection, records, fields, merges, events + 1, calls);
        }
    }

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

    /** @param commandsPerCall how many writes each connection takes in one call */
    public static PlanView of(Plan plan, Map<ConnectionId, Integer> commandsPerCall) {
        Map<ConnectionId, Long> calls = plan.calls(commandsPerCall);
        Map<ConnectionId, Totals> totals = new TreeMap<>();
        Map<Capability, Long> capabilities = new EnumMap<>(Capability.class);
        for (PlanItem item : plan.items()) {
            ConnectionId connection = item.on().connection();
            Totals before = totals.getOrDefault(
                    connection, new Totals(connection, 0, 0, 0, 0, calls.getOrDefault(connection, 0L)));
            totals.put(connection, before.plus(item));
            item.capabilities().forEach(each -> capabilities.merge(each, 1L, Long::sum));
        }
        Map<String, Long> actions = new TreeMap<>();
        plan.acts().forEach(item -> actions.merge(item.what(), 1L, Long::sum));
        return new PlanView(
                plan,
                plan.fields().count(),
                plan.merges().count(),
                List.copyOf(totals.values()),
                capabilities,
                actions);
    }

    public boolean isEmpty() {
        return plan.items().isEmpty();
    }

    /** What it comes to, in one sentence. */
    public String headline() {
        if (isEmpty()) {
            return plan.waiting().isEmpty()
                    ? "Nothing to write: every system holds what it should."
                    : "Nothing to write besides what waits.";
        }
        return String.format(Locale.ROOT, "%,d records would be written and %,d duplicates merged.", records, merges);
    }

    /** What would be done beside fields, a sentence for each kind. */
    public List<String> actionSentences() {
        List<String> sentences = new ArrayList<>();
        actions.forEach((what, count) -> sentences.add(sentence(what, count)));
        return sentences;
    }

    private static String sentence(String what, long count) {
        String sentence = switch (what) {
            case "outcome" -> "%,d outcomes would be sent to marketing as events.";
            case "link" -> "%,d referrals would be linked.";
            case "task" -> "%,d tasks would be made.";
            default -> "%,d leads would be given to another owner.";
        };
        return String.format(Locale.ROOT, sentence, count);
    }

    /** The safety limits that it passes: "records of hubspot: 83 planned, 17 allowed unattended". */
    public List<String> trips() {
        return plan.trips().stream()
                .map(trip -> String.format(
                        Locale.ROOT,
                        "%s: %,d planned, %,d allowed unattended",
                        trip.fuse(),
                        trip.planned(),
                        trip.allowed()))
                .toList();
    }

    /** The first items of each connection, in the order of the plan. */
    public List<PlanItem> samples(int ofEachConnection) {
        Map<ConnectionId, Integer> shown = new TreeMap<>();
        return plan.items().stream()
                .filter(item -> shown.merge(item.on().connection(), 1, Integer::sum) <= ofEachConnection)
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
