package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes back what pause said, in every process that shares the store. */
@Command(name = "resume", description = "Allow writing again.")
public final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            opening.installation()
                    .store()
                    .runs()
                    .resume(PauseCommand.who(), opening.installation().clock().instant());
            if (common.json) Json.print(Map.of("paused", false));
            else System.out.println("Writing is allowed again.");
            return ExitCode.DONE;
        }
    }
}
