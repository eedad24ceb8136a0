package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Version;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** Says which build runs, and on which Java; opens no installation. */
@Command(name = "version", description = "Which OneFunnel this is.")
public final class VersionCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        if (common.json)
            Json.print(
                    Map.of("version", Version.CURRENT, "java", Runtime.version().toString()));
        else System.out.println(text());
        return ExitCode.DONE;
    }

    private static String text() {
        return "OneFunnel " + Version.CURRENT + " on Java " + Runtime.version();
    }

    public static final class Text implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }
    }
}
