package io.onefunnel.app.demo;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Departure;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.PackageManifest;
import io.onefunnel.app.engine.Uninstaller;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.Stage;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Reports;
import io.onefunnel.writeback.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        opening.installation()
                .store()
                .mirror()
                .counts()
                .forEach((connection, counts) ->
                        records.put(connection.value(), counts.getOrDefault(RecordKind.PERSON, 0L)));
        long total = records.values().stream().mapToLong(count -> (long) count).sum();
        long people = opening.installation().store().people().count();
        Map<String, @Nullable Object> identity = first("identity_summary");
        figures.put("records", total);
        figures.put("recordsBySystem", records);
        figures.put("people", people);
        figures.put("duplicates", Map.of("inside", number(identity, "inside"), "across", number(identity, "across")));
        story.step(
                "%,d records are %,d people: %,d doubles inside a system, %,d people known in several.",
                total, people, number(identity, "inside"), number(identity, "across"));
        referrals(story);
    }

    private void referrals(Story story) {
        Map<String, @Nullable Object> referrals = first("referral_summary");
        figures.put(
                "referrals",
                Map.of("linked", number(referrals, "linked"), "suggested", number(referrals, "suggested")));
        if (number(referrals, "linked") > 0) {
            story.more(
                    "%,d people came by referral and now carry the first source; %,d of them were found by the rule.",
                    number(referrals, "linked"), number(referrals, "suggested"));
        }
    }

    void funnel(Story story) {
        Map<String, Long> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) stages.put(stage.name(), 0L);
        rows("stage_counts").forEach(row -> stages.put(text(row, "stage"), number(row, "people")));
        figures.put("stages", stages);
        story.step("The funnel: how many people ever reached each stage.");
        long most = Math.max(
                1, stages.values().stream().mapToLong(Long::longValue).max().orElse(1));
        stages.forEach((stage, count) -> story.more(
                "%-20s %,7d  %s",
                Stage.valueOf(stage).label(), count, "▆".repeat((int) Math.ceil(30.0 * count / most))));
        leaks(story);
        sla(story);
        origins();
    }

    private void leaks(Story story) {
        List<Map<String, Object>> leaks = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows("handoff_leaks")) {
            Map<String, Object> leak = new LinkedHashMap<>();
            leak.put("handoff", text(row, "handoff"));
            leak.put("entered", number(row, "entered"));
            leak.put("silent", number(row, "silent"));
            leak.put("value", number(row, "silent_value"));
            leak.put("programs", text(row, "programs"));
            leaks.add(leak);
            story.more(
                    "Leak: %s: %,d of %,d fell silent, worth %,d by your own conversion.",
                    text(row, "handoff"), number(row, "silent"), number(row, "entered"), number(row, "silent_value"));
            if (!text(row, "programs").isEmpty()) story.more("  Most from: %s", text(row, "programs"));
        }
        figures.put("leaks", leaks);
    }

    private void sla(Story story) {
        Map<String, Long> byStatus = new TreeMap<>();
        Map<String, Map<String, Long>> byTimer = new TreeMap<>();
        for (Map<String, @Nullable Object> row : rows("sla_status")) {
            byStatus.merge(text(row, "status"), number(row, "count"), Long::sum);
            byTimer.computeIfAbsent(text(row, "kind"), key -> new TreeMap<>())
                    .put(text(row, "status"), number(row, "count"));
        }
        figures.put("sla", byStatus);
        figures.put("slaByTimer", byTimer);
        byTimer.forEach((timer, counts) -> story.more("SLA %s: %s", words(timer), listed(counts)));
    }

    private static String listed(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%,d %s", each.getValue(), words(each.getKey())))
                .collect(Collectors.joining(", "));
    }

    static String perVendor(Map<String, Long> calls) {
        return calls.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %,d", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void origins() {
        Map<String, Map<String, Long>> bySource = new TreeMap<>();
        for (Map<String, @Nullable Object> row : rows("origins")) {
            Map<String, Long> counts = bySource.computeIfAbsent(
                    text(row, "source"), key -> new TreeMap<>(Map.of("people", 0L, "won", 0L)));
            counts.merge("people", number(row, "people"), Long::sum);
            counts.merge("won", number(row, "won"), Long::sum);
        }
        figures.put("origins", bySource);
        Map<String, Map<String, Long>> byMonth = new TreeMap<>();
        for (Map<String, @Nullable Object> row : rows("funnel_months")) {
            byMonth.put(text(row, "month"), Map.of("people", number(row, "people"), "won", number(row, "won")));
        }
        figures.put("months", byMonth);
        List<Long> days = rows("time_to_win").stream()
                .map(row -> number(row, "days"))
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
        for (Map<String, @Nullable Object> row : rows("outcome_counts")) {
            known.put(text(row, "outcome"), number(row, "known"));
            if (number(row, "told") > 0) told.put(text(row, "outcome"), number(row, "told"));
        }
        long all = known.values().stream().mapToLong(Long::longValue).sum();
        long heard = told.values().stream().mapToLong(Long::longValue).sum();
        figures.put("outcomes", Map.of("known", all, "told", heard, "knownByKind", known, "toldByKind", told));
        story.step(
                "Returned to marketing: %,d of %,d outcomes told as events, %s.",
                heard, all, own ? "none of the past" : "those of the last week and none before");
        if (!told.isEmpty()) story.more("%s", listed(told));
    }

    /** What leaving would take, shown while there is still something to leave. */
    void leaving(Story story) {
        Uninstaller uninstalling = opening.services().uninstaller();
        int removable = 0;
        int lasting = 0;
        int deployed = 0;
        for (Connected each : opening.installation().connections()) {
            Departure departure = uninstalling.departure(each);
            removable += departure.removable().size();
            lasting += departure.lasting().size();
            deployed += departure.deployed().map(PackageManifest::size).orElse(0);
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
                        "writes", plan.fields().count(),
                        "merges", plan.merges().count(),
                        "events", plan.acts().count()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("written", written);
        result.put("rejected", applied.rejected());
        result.put("unknown", applied.unknown());
        figures.put("applied", result);
    }

    private Map<String, @Nullable Object> first(String report) {
        List<Map<String, @Nullable Object>> rows = rows(report);
        return rows.isEmpty() ? Map.of() : rows.get(0);
    }

    private List<Map<String, @Nullable Object>> rows(String report) {
        Reports.Table table = opening.installation().store().reports().rows(report);
        return table.rows();
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : 0;
    }
}
