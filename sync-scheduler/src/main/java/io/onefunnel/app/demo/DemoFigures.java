package io.onefunnel.app.demo;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Footprint;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.Uninstaller;
import io.onefunnel.app.view.Counts;
import io.onefunnel.app.view.FunnelView;
import io.onefunnel.app.view.ReportRow;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.UninstallNotes;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The demo's figures, from the same report views that the console shows. */
final class DemoFigures {
    private final OpenInstallation opening;
    private final Map<String, Object> figures;

    DemoFigures(OpenInstallation opening, Map<String, Object> figures) {
        this.opening = opening;
        this.figures = figures;
    }

    void people(Story story) {
        Map<String, Object> records = new LinkedHashMap<>();
        store().mirror()
                .counts()
                .forEach((connection, counts) ->
                        records.put(connection.value(), counts.getOrDefault(RecordKind.PERSON, 0L)));
        long total = records.values().stream().mapToLong(count -> (long) count).sum();
        long people = store().people().count();
        ReportRow identity = ReportRow.first(reports(), "identity_summary");
        long inside = identity.number("inside");
        long across = identity.number("across");
        figures.put("records", total);
        figures.put("recordsBySystem", records);
        figures.put("people", people);
        figures.put("duplicates", Map.of("inside", inside, "across", across));
        story.step(
                "%,d records are %,d people: %,d doubles inside a system, %,d people known in several.",
                total, people, inside, across);
        referrals(story);
    }

    private void referrals(Story story) {
        ReportRow referrals = ReportRow.first(reports(), "referral_summary");
        long linked = referrals.number("linked");
        long suggested = referrals.number("suggested");
        figures.put("referrals", Map.of("linked", linked, "suggested", suggested));
        if (linked > 0) {
            story.more(
                    "%,d people came by referral and now carry the first source; %,d of them were found by the rule.",
                    linked, suggested);
        }
    }

    void funnel(Story story) {
        FunnelView funnel =
                FunnelView.of(reports(), opening.installation().clock().instant());
        Map<String, Long> stages = new LinkedHashMap<>();
        funnel.stages().forEach(each -> stages.put(each.stage().name(), each.people()));
        figures.put("stages", stages);
        story.step("The funnel: how many people ever reached each stage.");
        long most =
                funnel.stages().stream().mapToLong(FunnelView.Reached::people).reduce(1, Math::max);
        funnel.stages()
                .forEach(each -> story.more(
                        "%-20s %,7d  %s",
                        each.stage().label(), each.people(), "▆".repeat((int) Math.ceil(30.0 * each.people() / most))));
        leaks(story, funnel);
        sla(story);
        origins(funnel);
    }

    private void leaks(Story story, FunnelView funnel) {
        List<Map<String, Object>> leaks = new ArrayList<>();
        for (FunnelView.Leak each : funnel.leaks()) {
            Map<String, Object> leak = new LinkedHashMap<>();
            leak.put("handoff", each.handoff());
            leak.put("entered", each.entered());
            leak.put("silent", each.silent());
            leak.put("value", each.silentValue());
            leak.put("programs", each.programs());
            leaks.add(leak);
            story.more(
                    "Leak: %s: %,d of %,d fell silent, worth %,d by your own conversion.",
                    each.handoff(), each.silent(), each.entered(), each.silentValue());
            if (!each.programs().isEmpty()) story.more("  Most from: %s", each.programs());
        }
        figures.put("leaks", leaks);
    }

    private void sla(Story story) {
        Map<String, Long> byStatus = new TreeMap<>();
        Map<String, Map<String, Long>> byTimer = new TreeMap<>();
        for (ReportRow row : ReportRow.all(reports(), "sla_status")) {
            byStatus.merge(row.text("status"), row.number("count"), Long::sum);
            byTimer.computeIfAbsent(row.text("kind"), key -> new TreeMap<>())
                    .put(row.text("status"), row.number("count"));
        }
        figures.put("sla", byStatus);
        figures.put("slaByTimer", byTimer);
        byTimer.forEach((timer, counts) -> story.more(
                "SLA %s: %s",
                SlaTimer.Kind.valueOf(timer).label(),
                listed(counts, status -> SlaTimer.Status.valueOf(status).label())));
    }

    private static String listed(Map<String, Long> counts, UnaryOperator<String> label) {
        return counts.entrySet().stream()
                .map(each -> Counts.grouped(each.getValue()) + " " + label.apply(each.getKey()))
                .collect(Collectors.joining(", "));
    }

    static String perVendor(Map<String, Long> calls) {
        return calls.entrySet().stream()
                .map(each -> each.getKey() + " " + Counts.grouped(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void origins(FunnelView funnel) {
        Map<String, Map<String, Long>> bySource = new TreeMap<>();
        for (FunnelView.Source each : funnel.sources()) {
            Map<String, Long> counts =
                    bySource.computeIfAbsent(each.source(), key -> new TreeMap<>(Map.of("people", 0L, "won", 0L)));
            counts.merge("people", each.people(), Long::sum);
            counts.merge("won", each.won(), Long::sum);
        }
        figures.put("origins", bySource);
        Map<String, Map<String, Long>> byMonth = new TreeMap<>();
        for (ReportRow row : ReportRow.all(reports(), "funnel_months")) {
            byMonth.put(row.text("month"), Map.of("people", row.number("people"), "won", row.number("won")));
        }
        figures.put("months", byMonth);
        List<Long> days = ReportRow.all(reports(), "time_to_win").stream()
                .map(row -> row.number("days"))
                .sorted()
                .toList();
        figures.put("timeToWin", days.isEmpty() ? Map.of() : Map.of("won", days.size(), "medianDays", median(days)));
    }

    private static double median(List<Long> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }

    /** What sales said and marketing heard. */
    void outcomes(Story story, boolean own) {
        Map<String, Long> known = new LinkedHashMap<>();
        Map<String, Long> told = new LinkedHashMap<>();
        for (ReportRow row : ReportRow.all(reports(), "outcome_counts")) {
            known.put(row.text("outcome"), row.number("known"));
            if (row.number("told") > 0) told.put(row.text("outcome"), row.number("told"));
        }
        long all = known.values().stream().mapToLong(Long::longValue).sum();
        long heard = told.values().stream().mapToLong(Long::longValue).sum();
        figures.put("outcomes", Map.of("known", all, "told", heard, "knownByKind", known, "toldByKind", told));
        story.step(
                "Returned to marketing: %,d of %,d outcomes sent as events, %s.",
                heard, all, own ? "none of the past" : "those of the last week and none before");
        if (!told.isEmpty()) {
            story.more("%s", listed(told, kind -> FunnelEvent.Kind.valueOf(kind).label()));
        }
    }

    /** What leaving would take, shown while there is still something to leave. */
    void leaving(Story story) {
        Uninstaller uninstalling = opening.services().uninstaller();
        int removable = 0;
        int lasting = 0;
        int deployed = 0;
        for (Connected each : opening.installation().connections()) {
            Footprint footprint = uninstalling.footprint(each);
            removable += footprint.removable().size();
            lasting += footprint.lasting().size();
            deployed += footprint.deployed().map(UninstallNotes.Manifest::size).orElse(0);
        }
        figures.put("leaving", Map.of("removable", removable, "byAnAdmin", deployed, "permanent", lasting));
        story.step(
                "Leaving: %,d fields would be removed by OneFunnel, %,d by a Salesforce admin; %,d stay hidden for good.",
                removable, deployed, lasting);
        story.more("onefunnel uninstall --plan");
    }

    void applied(WriteSummary applied, long written, Plan plan) {
        figures.put(
                "plan",
                Map.of(
                        "writes", plan.counts().records(),
                        "merges", plan.counts().merges(),
                        "events", plan.counts().actions()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("written", written);
        result.put("rejected", applied.rejected());
        result.put("unknown", applied.unknown());
        figures.put("applied", result);
    }

    private Reports reports() {
        return store().reports();
    }

    private Store store() {
        return opening.installation().store();
    }
}
