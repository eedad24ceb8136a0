package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Version;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Which OneFunnel this is.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() {
        if (common.json)
            Json.print(
                    Map.of("version", Version.CURRENT, "java", Runtime.version().toString()));
        else System.out.println("OneFunnel " + Version.CURRENT + " on Java " + Runtime.version());
        return ExitCode.DONE;
    }
}
