package io.onefunnel.app.view;

import io.onefunnel.model.Origin;
import io.onefunnel.model.Stage;
import io.onefunnel.state.Reports;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far people come, where they get lost and where they came from.
 *
 * @param at as of when it was counted
 * @param stages all of them, in their order
 * @param leaks the handoffs, in their order
 * @param sources the one that brought most people first
 */
public record FunnelView(Instant at, List<Reached> stages, List<Leak> leaks, List<Source> sources) {
    public FunnelView {
        stages = List.copyOf(stages);
        leaks = List.copyOf(leaks);
        sources = List.copyOf(sources);
    }

    /**
     * @param people who ever reached the stage
     * @param before who reached the stage above; 0 for a stage that no other one leads to
     * @param converted of those before, who reached this stage or a later one
     */
    public record Reached(Stage stage, long people, long before, long converted) {}

    /**
     * A handoff and who was lost in it.
     *
     * @param silent nobody wrote down why not
     * @param silentValue what people of this stage brought on average, times the silent
     * @param programs where most of the silent came from
     */
    public record Leak(
            String handoff,
            long entered,
            long converted,
            long disqualified,
            long silent,
            long silentValue,
            String programs) {}

    /** @param source in the vendor's words; empty when it is not known */
    public record Source(Origin origin, String source, long people, long opportunities, long won) {}

    /** As the last decisions left it. */
    public static FunnelView of(Reports reports, Instant now) {
        return new FunnelView(now, stages(reports), leaks(reports), sources(reports));
    }

    /** How many people ever reached a stage. */
    public long people(Stage stage) {
        return stages.stream()
                .filter(each -> each.stage() == stage)
                .mapToLong(Reached::people)
                .sum();
    }

    private static List<Reached> stages(Reports reports) {
        Map<Stage, Long> people = new EnumMap<>(Stage.class);
        ReportRow.all(reports, "stage_counts")
                .forEach(row -> people.put(Stage.valueOf(row.text("stage")), row.number("people")));
        Map<Stage, ReportRow> conversions = new EnumMap<>(Stage.class);
        for (ReportRow row : ReportRow.all(reports, "stage_conversion")) {
            // Being in the target market is no step before a response: most who respond were never looked for.
            if (row.text("from_stage").equals(Stage.TARGET_MARKET.name())) continue;
            conversions.put(Stage.valueOf(row.text("to_stage")), row);
        }
        ReportRow none = new ReportRow(Map.of());
        return Arrays.stream(Stage.values())
                .map(stage -> {
                    ReportRow conversion = conversions.getOrDefault(stage, none);
                    return new Reached(
                            stage,
                            people.getOrDefault(stage, 0L),
                            conversion.number("people"),
                            conversion.number("converted"));
                })
                .toList();
    }

    private static List<Leak> leaks(Reports reports) {
        return ReportRow.all(reports, "handoff_leaks").stream()
                .map(row -> new Leak(
                        row.text("handoff"),
                        row.number("entered"),
                        row.number("converted"),
                        row.number("disqualified"),
                        row.number("silent"),
                        row.number("silent_value"),
                        row.text("programs")))
                .toList();
    }

    private static List<Source> sources(Reports reports) {
        return ReportRow.all(reports, "origins").stream()
                .map(row -> new Source(
                        Origin.valueOf(row.text("origin")),
                        row.text("source"),
                        row.number("people"),
                        row.number("opportunities"),
                        row.number("won")))
                .toList();
    }
}
