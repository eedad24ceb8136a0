package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.Counts;
import io.onefunnel.app.view.OutcomeConfirmation;
import io.onefunnel.app.view.Standing;
import io.onefunnel.app.view.StatusView;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the store alone; exits as incomplete while the last run of some step is. */
@Command(name = "status", description = "What is stored, what ran last, what waits, what is incomplete.")
public final class StatusCommand implements Callable<Integer> {
    private static final int RUNS_SHOWN = 8;
    private static final int QUARANTINE_SHOWN = 20;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--quarantine", description = "List the records that could not be read, with the reason.")
    private boolean quarantine;

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            Store store = opening.installation().store();
            Instant now = opening.installation().clock().instant();
            Standing standing =
                    Standing.of(store, opening.installation().inputs().hash(), now);
            StatusView status = StatusView.of(store, standing, now);
            Set<ConnectionId> unconfirmed = opening.services().plans().unconfirmed();
            if (common.json) Json.print(json(status, unconfirmed, store.ledger()));
            else print(status, unconfirmed, store);
            boolean whole =
                    status.shortfalls().isEmpty() && store.ledger().rejected(1).isEmpty();
            return whole ? ExitCode.DONE : ExitCode.SHORTFALL;
        }
    }

    private void print(StatusView status, Set<ConnectionId> unconfirmed, Store store) {
        status.paused()
                .ifPresent(
                        pause -> System.out.println("Writing is PAUSED since " + Times.ago(pause.since(), status.now())
                                + " by " + pause.who() + ": " + pause.reason() + "\n"));
        TextTable connections = connections(status);
        System.out.println(connections.isEmpty() ? "Nothing was pulled yet: run `onefunnel sync`.\n" : connections);
        Standing waiting = status.standing();
        System.out.printf(
                "%,d people; %,d wait for a decision%n%,d records wait in the plan; %,d duplicates wait for you%n%n",
                waiting.people(), waiting.forDecision(), waiting.changes(), waiting.duplicates());
        unconfirmed.forEach(
                each -> System.out.print(WordWrap.text("", "Waiting: " + OutcomeConfirmation.request(each))));
        if (!unconfirmed.isEmpty()) System.out.println();
        TextTable runs = runs(status);
        if (!runs.isEmpty()) System.out.println(runs);
        String refused = RejectedWrites.text(store.ledger());
        System.out.print(refused);
        // What was refused, or never asked for, is no matter of runs.
        if (!status.shortfalls().isEmpty() || refused.isEmpty() && !connections.isEmpty()) {
            Shortfalls.print(status.shortfalls());
        }
        if (quarantine) {
            store.mirror()
                    .quarantine(QUARANTINE_SHOWN)
                    .forEach(each -> System.out.println("  " + each.ref() + ": " + each.why()));
        }
    }

    private static TextTable connections(StatusView status) {
        TextTable table = new TextTable("connection", "account", "people", "companies", "deals", "synced through");
        for (StatusView.Connection each : status.connections()) {
            table.row(
                    each.id(),
                    each.account(),
                    Counts.grouped(each.people()),
                    Counts.grouped(each.companies()),
                    Counts.grouped(each.opportunities()),
                    each.syncedThrough().map(at -> Times.ago(at, status.now())).orElse("never"));
        }
        return table;
    }

    /** What still runs says so where its duration will stand. */
    private static TextTable runs(StatusView status) {
        TextTable table = new TextTable("run", "step", "started", "duration", "result");
        for (StatusView.Run each :
                status.runs().subList(0, Math.min(RUNS_SHOWN, status.runs().size()))) {
            table.row(
                    each.id(),
                    each.step(),
                    Times.ago(each.started(), status.now()),
                    each.duration().map(Times::length).orElse(each.result()),
                    each.duration().isPresent() ? each.result() : "");
        }
        return table;
    }

    private static Map<String, Object> json(StatusView status, Set<ConnectionId> unconfirmed, WriteLedger ledger) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("people", status.standing().people());
        json.put("waiting", status.standing().forDecision());
        json.put("pending", status.standing().changes());
        json.put("actions", status.standing().actions());
        json.put(
                "unconfirmedOutcomes",
                unconfirmed.stream().map(ConnectionId::value).toList());
        json.put("paused", status.paused().isPresent());
        Map<String, Object> records = new LinkedHashMap<>();
        status.standing().records().forEach((connection, counts) -> {
            Map<String, Long> byKind = new LinkedHashMap<>();
            counts.forEach((kind, count) -> byKind.put(kind.name(), count));
            records.put(connection.value(), byKind);
        });
        json.put("records", records);
        json.put("refused", RejectedWrites.json(ledger));
        json.put("shortfalls", Shortfalls.json(status.shortfalls()));
        return json;
    }
}
