package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops writing in every process that shares the store, from its next write on. */
@Command(name = "pause", description = "Stop all writing at once, until `onefunnel resume`. Reading goes on.")
public final class PauseCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--reason", required = true, description = "Why; shown to whoever asks.")
    private String reason = "";

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            opening.installation()
                    .store()
                    .runs()
                    .pause(reason, who(), opening.installation().clock().instant());
            if (common.json) Json.print(Map.of("paused", true, "reason", reason));
            else System.out.println("Writing is paused: " + reason);
            return ExitCode.DONE;
        }
    }

    static String who() {
        return System.getProperty("user.name", "cli");
    }
}
