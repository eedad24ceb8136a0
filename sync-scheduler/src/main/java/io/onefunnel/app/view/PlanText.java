package io.onefunnel.app.view;

import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.List;
import java.util.Locale;

/** A plan as people read it: what would be written, where, why, at what price; before and after of samples. */
public final class PlanText {
    private static final int WIDTH = 80;
    /** Sign, name of the field and the blanks between them. */
    private static final int VALUES_FROM = 32;

    private static final int BEFORE_WIDTH = 20;

    private PlanText() {}

    /** What it comes to, its samples in full, and what has to be said of it. */
    public static String of(PlanView plan) {
        StringBuilder text = new StringBuilder(head(plan));
        plan.samples().forEach(item -> text.append(item(item)));
        return text.append(foot(plan)).toString();
    }

    /** What stands before the writes. */
    public static String head(PlanView plan) {
        StringBuilder text = new StringBuilder(plan.headline()).append('\n');
        if (plan.isEmpty()) return text.toString();
        plan.actionSentences().forEach(sentence -> text.append(sentence).append('\n'));
        text.append('\n');
        text.append(byConnection(plan)).append('\n');
        return text.append(byCapability(plan)).append('\n').toString();
    }

    /** The safety limits that it passes, and what waits for a word; stands behind the writes. */
    public static String foot(PlanView plan) {
        StringBuilder text = new StringBuilder();
        appendTrips(text, plan.trips());
        plan.head().waiting().forEach(each -> appendWaiting(text, each));
        return text.toString();
    }

    /** One write in full: why, and each field before and after. */
    public static String item(PlanItem item) {
        StringBuilder text = new StringBuilder();
        appendSample(text, item);
        return text.toString();
    }

    private static TextTable byConnection(PlanView plan) {
        TextTable table = new TextTable("connection", "records", "fields", "merges", "events", "calls");
        for (PlanView.Totals each : plan.connections()) {
            table.row(
                    each.connection(),
                    Counts.grouped(each.records()),
                    Counts.grouped(each.fields()),
                    Counts.grouped(each.merges()),
                    Counts.grouped(each.events()),
                    Counts.grouped(each.calls()));
        }
        return table;
    }

    private static TextTable byCapability(PlanView plan) {
        TextTable table = new TextTable("what", "records");
        plan.counts()
                .capabilities()
                .forEach((capability, count) -> table.row(capability.label(), Counts.grouped(count)));
        return table;
    }

    private static void appendTrips(StringBuilder text, List<String> trips) {
        trips.forEach(trip -> text.append("Safety limit: ").append(trip).append(".\n"));
        if (!trips.isEmpty()) text.append("Unattended writes would wait; applying it is your decision.\n");
    }

    private static void appendWaiting(StringBuilder text, Plan.Waiting waiting) {
        String what = String.format(Locale.ROOT, "Waiting: the outcomes of %,d records. ", waiting.records());
        text.append(WordWrap.text("", what + OutcomeConfirmation.request(waiting.connection())));
    }

    private static void appendSample(StringBuilder text, PlanItem item) {
        String name = RecordName.of(item.on());
        text.append(name).append("  ");
        text.append(cut(item.reason(), WIDTH - name.length() - 2)).append('\n');
        if (item instanceof PlanItem.Fields fields) appendFields(text, fields);
        else if (item instanceof PlanItem.Act act) appendAction(text, act);
        else appendMerge(text, (PlanItem.Merge) item);
        text.append('\n');
    }

    private static void appendFields(StringBuilder text, PlanItem.Fields item) {
        for (PlanView.FieldChange each : PlanView.changes(item)) {
            String left = each.before().isEmpty() ? "" : cut(each.before(), BEFORE_WIDTH) + " -> ";
            text.append("  ").append(each.sign()).append(' ');
            text.append(String.format(Locale.ROOT, "%-28s", each.field()));
            text.append(left)
                    .append(cut(each.after(), WIDTH - VALUES_FROM - left.length()))
                    .append('\n');
        }
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
                .keySet()
                .forEach(field -> text.append("  ~ ").append(field.key()).append(" taken over\n"));
    }

    private static String cut(String value, int width) {
        int most = Math.max(width, 8);
        String line = value.replace('\n', ' ');
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }
}
