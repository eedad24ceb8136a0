package io.onefunnel.app.cli;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.OutcomeConfirmation;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.Readiness;
import io.onefunnel.state.Connections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads the vendors and changes nothing; exits with an error when a connection cannot be used. */
@Command(name = "doctor", description = "Check credentials, permissions, fields, clocks and the database.")
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            requireSecrets(opening);
            Map<ConnectionId, Readiness> found = opening.services().readiness().look();
            Set<ConnectionId> pinned = pinned(opening);
            if (common.json) Json.print(json(found, pinned));
            else print(found, pinned, opening.services().plans().unconfirmed());
            return found.values().stream().allMatch(Readiness::usable) ? ExitCode.DONE : ExitCode.CONNECTION;
        }
    }

    /** Without them nothing can be asked; an admin wants to hear of all of them, not of one after the other. */
    private static void requireSecrets(OpenInstallation opening) {
        List<String> missing = new ArrayList<>();
        for (AppConfig.Connection each : opening.installation().config().connections()) {
            for (Supplier<String> secret : secrets(each.settings())) {
                try {
                    String unused = secret.get();
                } catch (AdapterException notThere) {
                    missing.add(String.valueOf(notThere.getMessage()));
                }
            }
        }
        if (missing.isEmpty()) return;
        Collections.sort(missing);
        throw new CommandFailedException(
                ExitCode.CONFIGURATION, "secrets are missing\n  " + String.join("\n  ", missing));
    }

    private static List<Supplier<String>> secrets(ConnectionSettings settings) {
        List<Supplier<String>> secrets = new ArrayList<>(settings.secrets().values());
        settings.credentials()
                .values()
                .forEach(own -> secrets.addAll(own.secrets().values()));
        return secrets;
    }

    private static Set<ConnectionId> pinned(OpenInstallation opening) {
        return opening.installation().store().connections().all().stream()
                .map(Connections.Pinned::connection)
                .collect(Collectors.toSet());
    }

    private static void print(
            Map<ConnectionId, Readiness> found, Set<ConnectionId> pinned, Set<ConnectionId> unconfirmed) {
        found.forEach((connection, readiness) -> {
            String account = readiness.accountId().orElse("unknown account");
            boolean limited =
                    readiness.problems().stream().anyMatch(problem -> problem.severity() != Readiness.Severity.WARNS);
            String verdict = !readiness.usable() ? "cannot be used" : limited ? "usable, with limits" : "ready";
            System.out.println(connection + " (" + account + ", " + readiness.environment() + "): " + verdict);
            readiness.clockSkew().ifPresent(skew -> {
                if (skew.abs().toSeconds() >= 60) {
                    System.out.println("  its clock and this machine's differ by " + skew.toSeconds() + " s");
                    System.out.println("    do: set this machine's clock (NTP); deadlines depend on it");
                }
            });
            for (Readiness.Problem problem : readiness.problems()) {
                System.out.print(WordWrap.text("  ", word(problem.severity()) + ": " + problem.what()));
                if (!problem.remedy().isEmpty()) System.out.print(WordWrap.text("    ", "do: " + problem.remedy()));
            }
            if (!pinned.contains(connection) && readiness.accountId().isPresent()) {
                System.out.print(WordWrap.text(
                        "  ", "to know: not pinned yet; will be pinned to account " + account + " at the first sync"));
            }
            if (unconfirmed.contains(connection)) {
                System.out.println("  to know: nobody has confirmed that outcomes may be sent here");
                System.out.print(WordWrap.text("    ", "do: " + OutcomeConfirmation.request(connection)));
            }
        });
        System.out.println("store: ready");
    }

    private static String word(Readiness.Severity severity) {
        return switch (severity) {
            case BLOCKS -> "blocking";
            case LIMITS -> "limits what is done";
            case WARNS -> "to know";
        };
    }

    private static Map<String, Object> json(Map<ConnectionId, Readiness> found, Set<ConnectionId> pinned) {
        Map<String, Object> connections = new LinkedHashMap<>();
        found.forEach((connection, readiness) -> {
            List<Map<String, String>> problems = new ArrayList<>();
            readiness
                    .problems()
                    .forEach(problem -> problems.add(Map.of(
                            "severity", problem.severity().name(),
                            "code", problem.code().name(),
                            "what", problem.what(),
                            "remedy", problem.remedy())));
            connections.put(
                    connection.value(),
                    Map.of(
                            "account", readiness.accountId().orElse(""),
                            "environment", readiness.environment(),
                            "pinned", pinned.contains(connection),
                            "usable", readiness.usable(),
                            "problems", problems));
        });
        return Map.of("connections", connections, "store", "ready");
    }
}
