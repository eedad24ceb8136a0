package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.Services;
import io.onefunnel.app.engine.SyncReport;
import io.onefunnel.app.view.ProgressLines;
import io.onefunnel.app.view.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does once what the scheduler does all day: reads, decides, and writes what may be written unattended. */
@Command(
        name = "sync",
        description =
                "Pull, resolve and decide once, and make the unattended writes. Where none are allowed, nothing is written.")
public final class SyncCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--once", description = "Run once and end (what this command always does; for scripts).")
    @SuppressWarnings("unused") // a word that scripts and guides use; there is no other way to sync by hand
    private boolean once;

    @Option(
            names = "--accept-deletions",
            description = "Believe that records which vanished in mass really were deleted (see `onefunnel status`).")
    private boolean acceptDeletions;

    @Override
    public Integer call() throws InterruptedException {
        try (OpenInstallation opening = common.open()) {
            SyncReport report;
            try (ProgressLines progress = Terminal.progress(Map.of())) {
                ConnectionChecks.requireUsable(opening.services().readiness().check());
                Services services = acceptDeletions ? opening.servicesAcceptingDeletions() : opening.services();
                report = services.sync().run(progress);
            }
            print(report, opening);
            return report.complete() ? ExitCode.DONE : ExitCode.SHORTFALL;
        }
    }

    private void print(SyncReport report, OpenInstallation opening) {
        long pending = opening.installation().store().pending().counts(Set.of()).records();
        if (common.json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            Map<String, Integer> read = new LinkedHashMap<>();
            report.read().forEach((connection, count) -> read.put(connection.value(), count));
            figures.put("at", opening.installation().clock().instant().toString());
            figures.put("read", read);
            figures.put("changed", report.changed());
            figures.put("decided", report.decided());
            figures.put("written", report.written().written());
            figures.put("pending", pending);
            figures.put("shortfalls", Shortfalls.json(report.shortfalls()));
            Json.print(figures);
            return;
        }
        report.read().forEach((connection, count) -> System.out.printf("%-12s %,8d changes read%n", connection, count));
        System.out.printf("%,d records changed here, %,d people decided%n", report.changed(), report.decided());
        System.out.printf(
                "%,d records written, %,d wait in the plan%n", report.written().written(), pending);
        Shortfalls.print(report.shortfalls());
    }
}
