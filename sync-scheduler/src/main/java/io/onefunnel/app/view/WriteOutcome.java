package io.onefunnel.app.view;

import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Runs.Shortfall;
import java.util.ArrayList;
import java.util.List;

/** What became of a plan that was applied, for people: a line for each thing that happened. */
public record WriteOutcome(List<String> lines, List<Shortfall> shortfalls) {
    public static WriteOutcome of(WriteSummary result) {
        List<String> lines = new ArrayList<>();
        lines.add(Counts.grouped(result.written()) + " records written, merged or sent");
        line(lines, result.unchanged(), "already held what the plan says");
        line(lines, result.superseded() + result.stale(), "had changed since the plan and were left alone; plan again");
        return new WriteOutcome(List.copyOf(lines), result.shortfalls());
    }

    private static void line(List<String> lines, int count, String what) {
        if (count > 0) lines.add(Counts.grouped(count) + " " + what);
    }
}
