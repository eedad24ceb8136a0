package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.OutcomeConfirmation;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.model.RecordKind;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "What is stored, what ran last, what waits, what fell short.")
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
            if (common.json) Json.print(json(store, now, opening));
            else print(store, now, opening);
            return store.runs().openShortfalls().isEmpty() ? ExitCode.DONE : ExitCode.SHORTFALL;
        }
    }

    private void print(Store store, Instant now, OpenInstallation opening) {
        store.runs()
                .paused()
                .ifPresent(pause -> System.out.println("Writing is PAUSED since " + Times.ago(pause.since(), now)
                        + " by " + pause.who() + ": " + pause.reason() + "\n"));
        TextTable connections = new TextTable("connection", "account", "people", "companies", "deals", "complete to");
        store.connections().all().forEach(pinned -> {
            Map<RecordKind, Long> counts = store.mirror().counts().getOrDefault(pinned.connection(), Map.of());
            Map<RecordKind, Instant> complete =
                    store.connections().completeTo().getOrDefault(pinned.connection(), Map.of());
            connections.row(
                    pinned.connection(),
                    pinned.accountId(),
                    number(counts, RecordKind.PERSON),
                    number(counts, RecordKind.COMPANY),
                    number(counts, RecordKind.OPPORTUNITY),
                    complete.values().stream()
                            .min(Instant::compareTo)
                            .map(at -> Times.ago(at, now))
                            .orElse("never"));
        });
        System.out.println(connections.isEmpty() ? "Nothing was pulled yet: run `onefunnel sync`.\n" : connections);
        System.out.printf(
                "%,d people; %,d wait for a decision%n%,d records wait in the plan; %,d duplicates wait for you%n%n",
                store.people().count(),
                store.decisions().waiting(now, opening.installation().inputs().hash()),
                store.pending().changes().size(),
                store.proposals().in(Set.of(ProposedMerge.State.PROPOSED)).size());
        opening.services()
                .writes()
                .unconfirmed()
                .forEach(each -> System.out.print(WordWrap.text("", "Waiting: " + OutcomeConfirmation.request(each))));
        if (!opening.services().writes().unconfirmed().isEmpty()) System.out.println();
        TextTable runs = new TextTable("run", "step", "began", "took", "result");
        for (Runs.Ended each : store.runs().latest(RUNS_SHOWN)) {
            String took = each.ended()
                    .map(end -> Times.length(Duration.between(each.run().begun(), end)))
                    .orElse("running");
            String result = each.ended().isEmpty()
                    ? ""
                    : each.shortfalls().isEmpty()
                            ? "complete"
                            : each.shortfalls().size() + " shortfalls";
            runs.row(each.run().id(), each.run().step(), Times.ago(each.run().begun(), now), took, result);
        }
        if (!runs.isEmpty()) System.out.println(runs);
        System.out.print(RejectedWrites.text(store.ledger()));
        Shortfalls.print(store.runs().openShortfalls());
        if (quarantine) {
            store.mirror()
                    .quarantine(QUARANTINE_SHOWN)
                    .forEach(each -> System.out.println("  " + each.ref() + ": " + each.why()));
        }
    }

    private static String number(Map<RecordKind, Long> counts, RecordKind kind) {
        return String.format(java.util.Locale.ROOT, "%,d", counts.getOrDefault(kind, 0L));
    }

    private static Map<String, Object> json(Store store, Instant now, OpenInstallation opening) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("people", store.people().count());
        json.put(
                "waiting",
                store.decisions().waiting(now, opening.installation().inputs().hash()));
        json.put("pending", store.pending().changes().size());
        json.put("actions", store.pending().actions().size());
        json.put(
                "unconfirmedOutcomes",
                opening.services().writes().unconfirmed().stream()
                        .map(each -> each.value())
                        .toList());
        json.put("paused", store.runs().paused().isPresent());
        Map<String, Object> records = new LinkedHashMap<>();
        store.mirror().counts().forEach((connection, counts) -> {
            Map<String, Long> byKind = new LinkedHashMap<>();
            counts.forEach((kind, count) -> byKind.put(kind.name(), count));
            records.put(connection.value(), byKind);
        });
        json.put("records", records);
        json.put("refused", RejectedWrites.json(store.ledger()));
        json.put("shortfalls", Shortfalls.json(store.runs().openShortfalls()));
        return json;
    }
}
