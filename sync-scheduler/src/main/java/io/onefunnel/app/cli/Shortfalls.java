package io.onefunnel.app.cli;

import io.onefunnel.app.view.Counts;
import io.onefunnel.state.Runs.Shortfall;
import java.util.List;
import java.util.Map;

/** How what is incomplete is shown: what, why, what to do. */
final class Shortfalls {
    private Shortfalls() {}

    static List<Map<String, String>> json(List<Shortfall> shortfalls) {
        return shortfalls.stream()
                .map(each -> Map.of("what", each.what(), "why", each.why(), "remedy", each.remedy()))
                .toList();
    }

    static void print(List<Shortfall> shortfalls) {
        if (shortfalls.isEmpty()) {
            System.out.println("Complete: nothing was left out.");
            return;
        }
        System.out.println("Incomplete: " + Counts.items(shortfalls.size()));
        for (Shortfall each : shortfalls) {
            System.out.println("  " + each.what());
            System.out.println("    " + each.why());
            if (!each.remedy().isEmpty()) System.out.println("    do: " + each.remedy());
        }
    }
}
