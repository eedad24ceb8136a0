package io.onefunnel.app.demo;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts the local vendors alone, in the foreground. */
@Command(
        name = "sandbox",
        description =
                "Run the local Salesforce, HubSpot and Marketo alone, in the foreground (options: `sandbox --help`).")
public final class SandboxCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = List.of();

    /** The launcher starts the sandbox itself; this is for those who start the program by its jar. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        return SandboxProcess.inForeground(arguments);
    }
}
