package io.onefunnel.app.view;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A plan as people read it: what would be written, where, why, at what price; before and after of samples. */
public final class PlanText {
    private static final int WIDTH = 80;
    /** Sign, name of the field and the blanks between them. */
    private static final int VALUES_FROM = 32;

    private static final int BEFORE_WIDTH = 20;

    private PlanText() {}

    /**
     * @param commandsPerCall how many writes each connection takes in one call
     * @param samples how many writes of each connection are shown in full
     */
    public static String of(Plan plan, Map<ConnectionId, Integer> commandsPerCall, int samples) {
        StringBuilder text = new StringBuilder();
        if (plan.items().isEmpty()) {
            if (plan.waiting().isEmpty()) return "Nothing to write: every system holds what it should.\n";
            text.append("Nothing to write besides what waits.\n");
            appendWaiting(text, plan);
            return text.toString();
        }
        long merges = plan.merges().count();
        text.append(String.format(
                Locale.ROOT,
                "%,d records would be written and %,d duplicates merged.%n",
                plan.fields().count(),
                merges));
        appendActions(text, plan);
        text.append('\n');
        text.append(table(plan, commandsPerCall)).append('\n');
        text.append(byCapability(plan)).append('\n');
        if (samples > 0) appendSamples(text, plan, samples);
        for (Plan.Trip trip : plan.trips()) {
            text.append(String.format(
                    Locale.ROOT,
                    "Fuse: %s: %,d planned, %,d allowed unattended.%n",
                    trip.fuse(),
                    trip.planned(),
                    trip.allowed()));
        }
        if (!plan.trips().isEmpty()) text.append("Standing writes would wait; applying it is your decision.\n");
        appendWaiting(text, plan);
        return text.toString();
    }

    private static void appendActions(StringBuilder text, Plan plan) {
        Map<String, Long> counts = new TreeMap<>();
        plan.acts().forEach(item -> counts.merge(item.what(), 1L, Long::sum));
        counts.forEach((what, count) -> text.append(action(what, count)).append('\n'));
    }

    /** What a number of actions of one kind would do, as a sentence. */
    public static String action(String what, long count) {
        String sentence = switch (what) {
            case "outcome" -> "%,d outcomes would be told to marketing as events.";
            case "link" -> "%,d referrals would be linked.";
            case "task" -> "%,d tasks would be made.";
            default -> "%,d leads would be given to another owner.";
        };
        return String.format(Locale.ROOT, sentence, count);
    }

    private static void appendWaiting(StringBuilder text, Plan plan) {
        for (Plan.Waiting each : plan.waiting()) {
            String waiting = String.format(Locale.ROOT, "Waiting: the outcomes of %,d records. ", each.records());
            text.append(WordWrap.text("", waiting + OutcomeConfirmation.request(each.connection())));
        }
    }

    private static TextTable table(Plan plan, Map<ConnectionId, Integer> commandsPerCall) {
        Map<ConnectionId, Long> calls = plan.calls(commandsPerCall);
        Map<ConnectionId, long[]> counts = new TreeMap<>();
        for (PlanItem item : plan.items()) {
            long[] count = counts.computeIfAbsent(item.on().connection(), key -> new long[4]);
            if (item instanceof PlanItem.Fields fields) {
                count[0]++;
                count[1] += fields.after().size();
            } else if (item instanceof PlanItem.Merge) {
                count[2]++;
            } else {
                count[3]++;
            }
        }
        TextTable table = new TextTable("connection", "records", "fields", "merges", "events", "calls");
        counts.forEach((connection, count) -> table.row(
                connection,
                number(count[0]),
                number(count[1]),
                number(count[2]),
                number(count[3]),
                number(calls.getOrDefault(connection, 0L))));
        return table;
    }

    private static TextTable byCapability(Plan plan) {
        Map<Capability, Long> records = new EnumMap<>(Capability.class);
        plan.items().forEach(item -> item.capabilities().forEach(each -> records.merge(each, 1L, Long::sum)));
        TextTable table = new TextTable("what", "records");
        records.forEach((capability, count) -> table.row(capability.name().toLowerCase(Locale.ROOT), number(count)));
        return table;
    }

    private static void appendSamples(StringBuilder text, Plan plan, int samples) {
        Map<ConnectionId, Integer> shown = new TreeMap<>();
        for (PlanItem item : plan.items()) {
            if (shown.merge(item.on().connection(), 1, Integer::sum) > samples) continue;
            text.append(item.on().connection())
                    .append(' ')
                    .append(item.on().id())
                    .append("  ");
            int taken = item.on().connection().value().length() + item.on().id().length() + 3;
            text.append(cut(item.reason(), WIDTH - taken)).append('\n');
            if (item instanceof PlanItem.Fields fields) appendFields(text, fields);
            else if (item instanceof PlanItem.Act act) appendAction(text, act);
            else appendMerge(text, (PlanItem.Merge) item);
            text.append('\n');
        }
    }

    private static void appendFields(StringBuilder text, PlanItem.Fields item) {
        item.after().forEach((field, after) -> {
            String before = item.before().getOrDefault(field, "");
            text.append("  ")
                    .append(before.isEmpty() ? '+' : '~')
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%-28s", name(field)));
            String left = before.isEmpty() ? "" : cut(before, BEFORE_WIDTH) + " -> ";
            text.append(left)
                    .append(after.isEmpty() ? "(cleared)" : cut(after, WIDTH - VALUES_FROM - left.length()))
                    .append('\n');
        });
    }

    private static void appendAction(StringBuilder text, PlanItem.Act item) {
        text.append("  + ").append(item.what()).append('\n');
        if (!(item.action() instanceof PendingAction.Publish publish)) return;
        publish.program()
                .ifPresent(program ->
                        text.append("    program ").append(program.id()).append('\n'));
        publish.details()
                .forEach((name, value) -> text.append("    ")
                        .append(String.format(Locale.ROOT, "%-28s", name))
                        .append(cut(value, WIDTH - VALUES_FROM))
                        .append('\n'));
    }

    private static void appendMerge(StringBuilder text, PlanItem.Merge item) {
        item.losers()
                .forEach(loser -> text.append("  - merge ").append(loser.id()).append(" into it\n"));
        item.winning()
                .forEach((field, value) ->
                        text.append("  ~ ").append(name(field)).append(" taken over\n"));
    }

    private static String name(Field field) {
        return field.key();
    }

    private static String cut(String value, int width) {
        int most = Math.max(width, 8);
        String line = value.replace('\n', ' ');
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    public static Map<String, Object> json(Plan plan, Map<ConnectionId, Integer> commandsPerCall) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Long> records = new LinkedHashMap<>();
        plan.recordsByConnection().forEach((connection, count) -> records.put(connection.value(), count));
        Map<String, Long> calls = new LinkedHashMap<>();
        plan.calls(commandsPerCall).forEach((connection, count) -> calls.put(connection.value(), count));
        json.put("id", plan.id());
        json.put("writes", plan.fields().count());
        json.put("merges", plan.merges().count());
        Map<String, Long> actions = new TreeMap<>();
        plan.acts().forEach(item -> actions.merge(item.what(), 1L, Long::sum));
        json.put("actions", actions);
        json.put(
                "waiting",
                plan.waiting().stream().map(each -> each.connection().value()).toList());
        json.put("records", records);
        json.put("calls", calls);
        List<String> trips = new ArrayList<>();
        plan.trips().forEach(trip -> trips.add(trip.fuse()));
        json.put("fuses", trips);
        return json;
    }
}
