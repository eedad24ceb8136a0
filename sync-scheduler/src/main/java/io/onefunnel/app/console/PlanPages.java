package io.onefunnel.app.console;

import io.onefunnel.app.console.PageModels.Figure;
import io.onefunnel.app.console.PageModels.Line;
import io.onefunnel.app.console.PageModels.PlanRow;
import io.onefunnel.app.console.PageModels.Sample;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Services;
import io.onefunnel.app.view.PlanText;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import io.onefunnel.writeback.PlanItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The plan as a page. What is shown is saved, so that the button below it applies exactly that. */
final class PlanPages {
    private static final int SAMPLES = 4;
    private static final int FIELDS_SHOWN = 14;

    private final Installation installation;
    private final Services services;

    PlanPages(Installation installation, Services services) {
        this.installation = installation;
        this.services = services;
    }

    PageModels.Plan plan() {
        Plan plan = services.writes()
                .plan(EnumSet.allOf(Capability.class), installation.clock().instant());
        if (!plan.items().isEmpty()) save(plan);
        return new PageModels.Plan(
                headline(plan),
                plan.id(),
                plan.items().isEmpty(),
                byConnection(plan),
                byCapability(plan),
                actions(plan),
                plan.waiting().stream()
                        .map(each -> String.format(
                                Locale.ROOT,
                                "The outcomes of %,d records wait: nobody has confirmed that the triggers of %s are"
                                        + " off. Run `onefunnel outcomes confirm %s`.",
                                each.records(),
                                each.connection(),
                                each.connection()))
                        .toList(),
                plan.trips().stream()
                        .map(trip -> String.format(
                                Locale.ROOT,
                                "%s: %,d planned, %,d allowed unattended",
                                trip.fuse(),
                                trip.planned(),
                                trip.allowed()))
                        .toList(),
                samples(plan));
    }

    private void save(Plan plan) {
        Path file = Actions.planFile(installation, plan.id());
        try {
            Files.createDirectories(file.getParent());
            PlanFile.write(plan, file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the plan cannot be kept in " + file, failed);
        }
    }

    private static String headline(Plan plan) {
        if (plan.items().isEmpty() && !plan.waiting().isEmpty()) return "Nothing to write besides what waits.";
        if (plan.items().isEmpty()) return "Nothing to write: every system holds what it should.";
        return String.format(
                Locale.ROOT,
                "%,d records would be written and %,d duplicates merged. Nothing of this has been written.",
                plan.fields().count(),
                plan.merges().count());
    }

    private static List<String> actions(Plan plan) {
        Map<String, Long> counts = new TreeMap<>();
        plan.acts().forEach(item -> counts.merge(item.what(), 1L, Long::sum));
        List<String> sentences = new ArrayList<>();
        counts.forEach((what, count) -> sentences.add(PlanText.action(what, count)));
        return sentences;
    }

    private List<PlanRow> byConnection(Plan plan) {
        Map<ConnectionId, Long> calls = plan.calls(services.writes().commandsPerCall());
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
        List<PlanRow> rows = new ArrayList<>();
        counts.forEach((connection, count) -> rows.add(new PlanRow(
                connection.value(),
                Pages.number(count[0]),
                Pages.number(count[1]),
                Pages.number(count[2]),
                Pages.number(count[3]),
                Pages.number(calls.getOrDefault(connection, 0L)))));
        return rows;
    }

    private static List<Figure> byCapability(Plan plan) {
        Map<Capability, Long> records = new EnumMap<>(Capability.class);
        plan.items().forEach(item -> item.capabilities().forEach(each -> records.merge(each, 1L, Long::sum)));
        List<Figure> figures = new ArrayList<>();
        records.forEach((capability, count) ->
                figures.add(new Figure(Pages.words(capability.name()), Pages.number(count), "", "")));
        return figures;
    }

    private List<Sample> samples(Plan plan) {
        Map<ConnectionId, Integer> shown = new TreeMap<>();
        List<Sample> samples = new ArrayList<>();
        for (PlanItem item : plan.items()) {
            if (shown.merge(item.on().connection(), 1, Integer::sum) > SAMPLES) continue;
            samples.add(new Sample(name(item.on()), link(item.on()), item.reason(), lines(item)));
        }
        return samples;
    }

    private static List<Line> lines(PlanItem item) {
        List<Line> lines = new ArrayList<>();
        if (item instanceof PlanItem.Merge merge) {
            merge.losers().forEach(loser -> lines.add(new Line("-", "merge", "", loser.id())));
            return lines;
        }
        if (item instanceof PlanItem.Act act) {
            lines.add(new Line("+", act.what(), "", act.reason()));
            if (act.action() instanceof PendingAction.Publish publish) {
                publish.details().forEach((name, value) -> lines.add(new Line("", name, "", value)));
            }
            return lines;
        }
        PlanItem.Fields fields = (PlanItem.Fields) item;
        fields.after().forEach((field, after) -> {
            if (lines.size() >= FIELDS_SHOWN) return;
            String before = fields.before().getOrDefault(field, "");
            lines.add(
                    new Line(before.isEmpty() ? "+" : "~", field.key(), before, after.isEmpty() ? "(cleared)" : after));
        });
        if (fields.after().size() > FIELDS_SHOWN) {
            lines.add(new Line("", (fields.after().size() - FIELDS_SHOWN) + " more fields", "", ""));
        }
        return lines;
    }

    private static String name(SourceRef ref) {
        return ref.connection() + " " + ref.id();
    }

    private String link(SourceRef ref) {
        return installation
                .store()
                .people()
                .personOf(ref)
                .map(person -> "/person/" + person)
                .orElse("");
    }
}
