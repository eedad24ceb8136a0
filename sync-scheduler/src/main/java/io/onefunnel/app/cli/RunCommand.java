package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Opening;
import io.onefunnel.app.engine.RunningApp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "run", description = "Run the scheduler and the console until stopped (SIGTERM or Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() throws InterruptedException {
        try (Opening opening = common.open()) {
            Readinesses.requireUsable(opening.services().readiness().check());
            try (RunningApp app = RunningApp.start(opening)) {
                System.out.println("Console: " + app.console().url());
                System.out.println("Sign in as " + app.console().signIn());
                if (opening.installation().config().writing().standing().isEmpty()) {
                    System.out.println("Shadow: nothing is written until you apply a plan or allow standing writes.");
                }
                app.awaitStop();
            }
            return ExitCode.DONE;
        }
    }
}
