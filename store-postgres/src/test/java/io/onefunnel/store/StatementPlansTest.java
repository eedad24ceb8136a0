package io.onefunnel.store;

import static io.onefunnel.store.StoreFixture.INPUTS;
import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.V1;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.V3;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.record;
import static io.onefunnel.store.StoreFixture.response;
import static io.onefunnel.store.StoreFixture.touch;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.state.People;
import io.onefunnel.store.StatementPlans.Scan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A batch costs what is in it, however much the store holds. Statistics that were taken before the first resolve say that
 * nobody has a person; a planner that believes them walks whole indexes, in every batch.
 */
class StatementPlansTest {
    private static final int RECORDS = 5_000;
    private static final int BATCH = 200;

    @Test
    @DisplayName("no statement reads the whole store where its plan has to be the one of a large table")
    void asOfALargeStore() {
        // Of a table as small as a test's, every row is read with good reason.
        List<Scan> scans = scans("enable_seqscan = off", "enable_mergejoin = off", "enable_hashjoin = off");
        // A batch brings along the second record of each person, and up to three responses and touches of each.
        assertThat(scans).filteredOn(scan -> scan.rows() > 6 * BATCH).isEmpty();
    }

    @Test
    @DisplayName("no statement reads a table once for each of its rows, whatever the planner thinks of it")
    void asItIsPlanned() {
        assertThat(scans()).filteredOn(scan -> scan.rows() > 3 * RECORDS).isEmpty();
    }

    private static List<Scan> scans(String... planner) {
        try (StoreFixture store = new StoreFixture(StatementPlansTest.class)) {
            for (int from = 0; from < RECORDS; from += 1_000) pull(store, from, 1_000, V1);
            store.query(sql -> sql.update("analyze"));
            StatementPlans plans = StatementPlans.of(store.location, planner);
            store.restart();

            pull(store, 0, BATCH, V2);
            resolve(store);
            pull(store, BATCH, BATCH, V2);
            decide(store);
            pull(store, 0, BATCH, V3);
            resolve(store);
            decide(store);

            List<Scan> scans = plans.scans();
            assertThat(scans).hasSizeGreaterThan(1_000);
            return scans;
        }
    }

    private static void pull(StoreFixture store, int from, int count, Instant version) {
        store.store(
                RecordKind.COMPANY,
                each(
                        from,
                        count / 10,
                        i -> record(RecordKind.COMPANY, "a" + i).at(version).observed()));
        store.store(each(from, count, i -> {
            StoreFixture.Lead lead =
                    lead(id(i)).key("mail-" + i / 2).link(LinkRole.ACCOUNT, "a" + (from + i / 10 % 10));
            if (i % 20 == 3) lead = lead.link(LinkRole.REFERRED_BY, id(i - 3));
            return lead.at(version).facts(version.toString()).observed();
        }));
        store.store(RecordKind.RESPONSE, each(from, count, i -> response("r" + i + version, id(i), version)));
        store.store(RecordKind.TOUCH, each(from, count, i -> touch("t" + i + version, id(i), version, "u" + i % 7)));
    }

    private static Observed[] each(int from, int count, IntFunction<Observed> observed) {
        return IntStream.range(from, from + count).mapToObj(observed).toArray(Observed[]::new);
    }

    private static String id(int i) {
        return "%05d".formatted(i);
    }

    private static void resolve(StoreFixture store) {
        while (true) {
            Optional<People.Batch> batch = store.store.people().claim(store.lease, BATCH, 50);
            if (batch.isEmpty()) return;
            store.assign(
                    batch.get(),
                    member -> "p-" + Integer.parseInt(member.raw().ref().id()) / 2);
        }
    }

    private static void decide(StoreFixture store) {
        while (true) {
            List<Decisions.Stored> claimed = store.store.decisions().claim(store.lease, BATCH, NOW, INPUTS);
            if (claimed.isEmpty()) return;
            List<Decisions.Decided> decided = claimed.stream()
                    .map(each -> StoreFixture.decided(each, List.of()))
                    .toList();
            store.store.decisions().commit(store.lease, decided, NOW);
        }
    }
}
