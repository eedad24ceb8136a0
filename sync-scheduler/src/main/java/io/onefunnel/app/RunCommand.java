package io.onefunnel.app;

import io.onefunnel.app.cli.CommonOptions;
import io.onefunnel.app.cli.ConnectionChecks;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.app.engine.OpenInstallation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "run", description = "Run the scheduler and the console until stopped (SIGTERM or Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (OpenInstallation opening = common.open()) {
            // A vendor that cannot be reached now is asked again by each pull: what runs unattended starts without it.
            ConnectionChecks.warnOf(opening.services().readiness().check());
            try (RunningApp app = RunningApp.start(opening)) {
                System.out.println("Console: " + app.url());
                System.out.println("Sign in as " + app.signIn());
                if (opening.installation().config().writing().standing().isEmpty()) {
                    System.out.println("Shadow: nothing is written until you apply a plan or allow unattended writes.");
                }
                return app.awaitStop() ? ExitCode.DONE : ExitCode.STORE_GONE;
            }
        }
    }
}
