package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.RepinService;
import io.onefunnel.app.engine.RepinService.Change;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.state.Connections.Pinned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "connections",
        description = "Which account each connection is pinned to, and since when. Asks no vendor.",
        subcommands = ConnectionsCommand.Repin.class)
public final class ConnectionsCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            Map<String, String> vendors = new LinkedHashMap<>();
            for (Connected each : opening.installation().connections()) {
                vendors.put(each.id().value(), word(each.config().system()));
            }
            Map<String, Pinned> pins = new LinkedHashMap<>();
            for (Pinned each : opening.installation().store().connections().all()) {
                pins.put(each.connection().value(), each);
                // Taken out of the configuration; what was read from it is still here.
                vendors.putIfAbsent(each.connection().value(), word(each.system()));
            }
            if (common.json) Json.print(json(vendors, pins));
            else print(vendors, pins);
            return ExitCode.DONE;
        }
    }

    private static void print(Map<String, String> vendors, Map<String, Pinned> pins) {
        TextTable table = new TextTable("connection", "vendor", "account", "environment", "pinned since").keeping(2);
        vendors.forEach((name, vendor) -> {
            Optional<Pinned> pin = Optional.ofNullable(pins.get(name));
            table.row(
                    name,
                    vendor,
                    pin.map(Pinned::accountId).orElse("at the first sync"),
                    pin.map(Pinned::environment).orElse(""),
                    pin.map(each -> Times.local(each.since())).orElse(""));
        });
        System.out.print(table);
    }

    private static Map<String, Object> json(Map<String, String> vendors, Map<String, Pinned> pins) {
        List<Map<String, Object>> all = new ArrayList<>();
        vendors.forEach((name, vendor) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("connection", name);
            json.put("vendor", vendor);
            Pinned pin = pins.get(name);
            json.put("pinned", pin != null);
            if (pin != null) {
                json.put("account", pin.accountId());
                json.put("environment", pin.environment());
                json.put("since", pin.since().toString());
            }
            all.add(json);
        });
        return Map.of("connections", all);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Command(
            name = "repin",
            description = {
                "Pin a connection to the account that its credentials lead to now, after the old account was replaced by it.",
                "What was read so far stays here and counts as the new account's."
            })
    static final class Repin implements Callable<Integer> {
        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Option(names = "--yes", description = "Confirm without being asked, for scripts.")
        private boolean yes;

        @Override
        public Integer call() {
            try (OpenInstallation opening = common.open()) {
                Connected connected = connected(opening);
                Pinned pinned = opening.installation()
                        .store()
                        .connections()
                        .find(connected.id())
                        .orElseThrow(() -> new CommandFailedException(
                                ExitCode.REFUSED, name + " is not pinned yet; its first sync pins it"));
                RepinService repinning = new RepinService(opening.installation());
                Change change = repinning.propose(connected, pinned);
                if (!common.json) System.out.print(text(change));
                if (change.isNone()) {
                    if (common.json) Json.print(json(change, false));
                    return ExitCode.DONE;
                }
                requireConfirmed();
                repinning.make(change, PauseCommand.who());
                if (common.json) Json.print(json(change, true));
                else System.out.println(name + " is pinned to account " + change.account() + " from now on.");
                return ExitCode.DONE;
            }
        }

        private Connected connected(OpenInstallation opening) {
            List<String> names = new ArrayList<>();
            for (Connected each : opening.installation().connections()) {
                if (each.id().value().equals(name)) return each;
                names.add(each.id().value());
            }
            throw new CommandFailedException(
                    ExitCode.USAGE, "there is no connection " + name + "; there are " + String.join(", ", names));
        }

        private String text(Change change) {
            if (change.isNone()) {
                return name + " is pinned to account " + change.account() + " (" + change.environment()
                        + ") already; nothing was changed.\n";
            }
            return "old account: " + change.from().accountId() + " ("
                    + change.from().environment() + "), since "
                    + Times.local(change.from().since()) + "\n"
                    + "new account: " + change.account() + " (" + change.environment() + ")\n"
                    + WordWrap.text(
                            "",
                            "Everything that was read so far belongs to the old account. It is not emptied by this: from"
                                    + " now on it counts as the new account's, whose record ids must mean the same records."
                                    + " Where they do not, leave this and give the new account a connection and a store of"
                                    + " its own. Afterwards `onefunnel backfill --again --connection " + name
                                    + "` reads the new account as a whole.");
        }

        private void requireConfirmed() {
            if (yes) return;
            Optional<java.io.Console> person = common.json ? Optional.empty() : Optional.ofNullable(System.console());
            if (person.isEmpty()) {
                throw new CommandFailedException(
                        ExitCode.REFUSED,
                        "nothing was changed: confirm it with --yes, or run it in a terminal, which asks");
            }
            String typed =
                    person.get().readLine("%nType %s to pin it to the new account, anything else to leave it: ", name);
            if (!name.equals(typed == null ? "" : typed.strip())) {
                throw new CommandFailedException(ExitCode.REFUSED, "nothing was changed");
            }
        }

        private static Map<String, Object> json(Change change, boolean repinned) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("connection", change.connection().value());
            json.put("repinned", repinned);
            json.put("from", change.from().accountId());
            json.put("fromEnvironment", change.from().environment());
            json.put("to", change.account());
            json.put("toEnvironment", change.environment());
            return json;
        }
    }
}
