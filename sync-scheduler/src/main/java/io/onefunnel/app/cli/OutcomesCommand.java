package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.state.EventConsents;
import io.onefunnel.writeback.actions.EventConsent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a marketer's word by connection; until it is given, no outcome is written there. */
@Command(
        name = "outcomes",
        description = "Which systems receive outcome events; confirm that triggers are off for the first load.",
        subcommands = {OutcomesCommand.ListAll.class, OutcomesCommand.Confirm.class})
public final class OutcomesCommand {
    @Command(name = "list", description = "Which connections receive outcomes, since when, and who confirmed it.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Override
        public Integer call() {
            try (OpenInstallation opening = common.open()) {
                Map<ConnectionId, EventConsent> confirmed =
                        opening.installation().store().consents().confirmations();
                Set<ConnectionId> publishers = opening.installation().publishers();
                Set<ConnectionId> listeners = opening.installation().listeners();
                if (common.json) {
                    Json.print(Map.of(
                            "listeners",
                            listeners.stream()
                                    .map(each -> json(each, confirmed, publishers))
                                    .toList()));
                    return ExitCode.DONE;
                }
                TextTable table = new TextTable("connection", "receives", "since", "confirmed by");
                for (ConnectionId each : listeners) {
                    EventConsent said = confirmed.get(each);
                    table.row(
                            each,
                            publishers.contains(each) ? "fields and events" : "fields",
                            said == null ? "waits" : Times.local(said.since()),
                            said == null ? "" : said.who());
                }
                System.out.print(table);
                return ExitCode.DONE;
            }
        }

        private static Map<String, Object> json(
                ConnectionId connection, Map<ConnectionId, EventConsent> confirmed, Set<ConnectionId> publishers) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("connection", connection.value());
            json.put("events", publishers.contains(connection));
            EventConsent said = confirmed.get(connection);
            json.put("confirmed", said != null);
            if (said != null) {
                json.put("since", said.since().toString());
                json.put("by", said.who());
            }
            return json;
        }
    }

    @Command(
            name = "confirm",
            description = "Record that a marketer has switched off, for the first load, what our fields would set off."
                    + " Outcomes from now on are sent; what happened before is never sent as an event.")
    static final class Confirm implements Callable<Integer> {
        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "CONNECTION", description = "Which one.")
        private String connection = "";

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "The marketer who said so.")
        private String by = "";

        @Override
        public Integer call() {
            try (OpenInstallation opening = common.open()) {
                ConnectionId confirmed = listener(opening);
                EventConsents audience = opening.installation().store().consents();
                Instant now = opening.installation().clock().instant();
                audience.confirm(confirmed, now, by, now);
                Instant since = Objects.requireNonNull(audience.confirmations().get(confirmed))
                        .since();
                if (common.json) {
                    Json.print(Map.of("connection", confirmed.value(), "since", since.toString(), "by", by));
                } else {
                    System.out.println(confirmed + " receives outcomes since " + Times.local(since) + ", confirmed by "
                            + by + ".");
                    System.out.print(WordWrap.text(
                            "",
                            "What happened before is written to fields and not sent as an event."
                                    + " Once the first load is through, the triggers may be on again."));
                }
                return ExitCode.DONE;
            }
        }

        private ConnectionId listener(OpenInstallation opening) {
            List<String> names = new ArrayList<>();
            for (ConnectionId each : opening.installation().listeners()) {
                if (each.value().equals(connection)) return each;
                names.add(each.value());
            }
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "\"" + connection + "\" receives no outcomes; those that do are " + String.join(", ", names));
        }
    }
}
