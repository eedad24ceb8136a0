package io.onefunnel.app.cli;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.Readiness;
import java.util.Map;

/** How readiness is shown, and when a command must not go on. */
public final class ConnectionChecks {
    private ConnectionChecks() {}

    /** @throws CommandFailedException when none of the connections can be used: then there is nothing to do */
    public static void requireUsable(Map<ConnectionId, Readiness> found) {
        warnOf(found);
        if (found.values().stream().noneMatch(Readiness::usable)) {
            throw new CommandFailedException(ExitCode.CONNECTION, "no connection can be used");
        }
    }

    /** Names what cannot be used. */
    public static void warnOf(Map<ConnectionId, Readiness> found) {
        found.forEach((connection, readiness) -> {
            if (readiness.usable()) return;
            System.err.println(connection + ": cannot be used");
            printProblems(readiness);
        });
    }

    static void printProblems(Readiness readiness) {
        for (Readiness.Problem problem : readiness.problems()) {
            System.err.println("  " + problem.severity() + " " + problem.what());
            if (!problem.remedy().isEmpty()) System.err.println("    do: " + problem.remedy());
        }
    }
}
