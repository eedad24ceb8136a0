package io.onefunnel.app;

import io.onefunnel.app.cli.CommandFailedException;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.app.console.Console;
import io.onefunnel.app.engine.BusyException;
import io.onefunnel.app.engine.MergeUndoService;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.PlanRefusedException;
import io.onefunnel.settings.SecretMissingException;
import io.onefunnel.settings.SettingsException;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Leases;
import io.onefunnel.store.embedded.EmbeddedServerException;
import io.onefunnel.store.sql.StoreException;
import io.onefunnel.writeback.PlanFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Says what went wrong in a few lines, what to do, and with an exit code that a script can tell apart. */
final class ErrorReporter {
    private ErrorReporter() {}

    /** Called by picocli for everything that a command throws. */
    static int report(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof InterruptedException) return ExitCode.STOPPED;
        Throwable cause = failure;
        int code = code(cause);
        line.getErr().println("onefunnel: " + what(cause));
        String remedy = remedy(cause);
        if (!remedy.isEmpty()) line.getErr().println("  do: " + remedy);
        if (code == ExitCode.INTERNAL) {
            LoggerFactory.getLogger(ErrorReporter.class).error("unexpected", cause);
            line.getErr().println("  This should not happen. The log has the details; please report it.");
        }
        return code;
    }

    private static int code(Throwable failure) {
        if (failure instanceof SettingsException || failure instanceof SecretMissingException) {
            return ExitCode.CONFIGURATION;
        }
        if (failure instanceof AdapterException) return ExitCode.CONNECTION;
        if (failure instanceof StoreException || failure instanceof EmbeddedServerException) return ExitCode.STORE;
        if (failure instanceof Connections.PinnedElsewhereException
                || failure instanceof PlanRefusedException
                || failure instanceof PlanFile.UnreadablePlanException) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof BusyException || failure instanceof Leases.LeaseLostException) return ExitCode.BUSY;
        if (failure instanceof CommandFailedException failed) return failed.code();
        if (failure instanceof OpenInstallation.NoConfigurationException) return ExitCode.CONFIGURATION;
        if (failure instanceof Console.PortTakenException) return ExitCode.REFUSED;
        if (failure instanceof MergeUndoService.CannotUndoException) return ExitCode.REFUSED;
        return ExitCode.INTERNAL;
    }

    private static String what(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof SettingsException) return "the configuration cannot be used\n" + indented(message);
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static String indented(@Nullable String text) {
        return text == null ? "" : "  " + text.replace("\n", "\n  ");
    }

    private static String remedy(Throwable failure) {
        if (failure instanceof SettingsException) return "fix these lines and try again; nothing was changed";
        if (failure instanceof AdapterException adapter) {
            return switch (adapter.code().recovery()) {
                case ASK_ADMIN -> "run `onefunnel doctor`, which names everything that is missing";
                case STOP_UNTIL_QUOTA_RESET -> "wait for the vendor's quota; nothing is lost";
                case RETRY_LATER, REAUTHENTICATE -> "try again later; nothing is lost";
                case SKIP_RECORD -> "";
            };
        }
        return "";
    }
}
