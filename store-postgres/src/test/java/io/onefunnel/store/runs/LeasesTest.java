package io.onefunnel.store.runs;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.page;
import static io.onefunnel.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Connections.PinnedElsewhereException;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases.LeaseLostException;
import io.onefunnel.state.Runs;
import io.onefunnel.store.StoreFixture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases, pins and the log of runs. */
class LeasesTest {
    private static final ConnectionId BLANK = new ConnectionId("blank");
    private static final ConnectionId MOVED = new ConnectionId("moved");

    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(LeasesTest.class);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        store.empty();
    }

    @Test
    void aLeaseHasOneHolderAtATime() {
        assertThat(store.store.leases().acquire("test", "other", Duration.ofHours(1)))
                .isEmpty();

        store.store.leases().release(store.lease);

        Lease next = store.store
                .leases()
                .acquire("test", "other", Duration.ofHours(1))
                .orElseThrow();
        assertThat(next.epoch()).isEqualTo(store.lease.epoch() + 1);
        assertThat(store.store.leases().renew(store.lease, Duration.ofHours(1))).isFalse();
        assertThat(store.store.leases().renew(next, Duration.ofHours(1))).isTrue();
    }

    @Test
    void aNodeThatWakesUpWithAnOldLeaseWritesNothing() {
        store.store(lead("1").observed());
        Lease stalled = store.store.leases().acquire("pull", "a", Duration.ZERO).orElseThrow();
        assertThat(store.store.leases().acquire("pull", "b", Duration.ofHours(1)))
                .isPresent();

        assertThatThrownBy(() -> store.store
                        .mirror()
                        .store(
                                stalled,
                                page(
                                        RecordKind.PERSON,
                                        "late",
                                        List.of(lead("2").observed()))))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> store.store.people().claim(stalled, 10, 50)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> store.store.decisions().claim(stalled, 10, NOW, "x"))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> store.store.ledger().intend(stalled, List.of(StoreFixture.intent("i", "1", "1"))))
                .isInstanceOf(LeaseLostException.class);

        assertThat(store.store.mirror().find(person("2"))).isEmpty();
        assertThat(store.store
                        .mirror()
                        .cursor(StoreFixture.CRM, RecordKind.PERSON)
                        .value())
                .isEqualTo("next");
    }

    @Test
    void aReleasedLeaseWritesNothingEither() {
        store.store.leases().release(store.lease);

        assertThatThrownBy(() -> store.store(lead("1").observed())).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void aConnectionKeepsItsAccount() {
        store.store.connections().pin(StoreFixture.CRM, SystemId.SALESFORCE, "00D1", "production", NOW);
        store.store.connections().pin(StoreFixture.CRM, SystemId.SALESFORCE, "00D1", "production", NOW);

        assertThat(store.store.connections().find(StoreFixture.CRM)).hasValueSatisfying(pinned -> {
            assertThat(pinned.accountId()).isEqualTo("00D1");
            assertThat(pinned.since()).isEqualTo(NOW);
        });
        assertThatThrownBy(() ->
                        store.store.connections().pin(StoreFixture.CRM, SystemId.SALESFORCE, "00D2", "sandbox", NOW))
                .isInstanceOf(PinnedElsewhereException.class)
                .hasMessageContaining("00D1")
                .hasMessageContaining("00D2");
    }

    @Test
    void aBlankAccountIsNeverPinned() {
        Connections connections = store.store.connections();

        assertThatThrownBy(() -> connections.pin(BLANK, SystemId.HUBSPOT, " ", "production", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank");
        assertThat(connections.find(BLANK)).isEmpty();
        connections.pin(BLANK, SystemId.HUBSPOT, "1", "production", NOW);
        assertThatThrownBy(() -> connections.repin(BLANK, "", "production", "ana", NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(connections.find(BLANK))
                .hasValueSatisfying(pinned -> assertThat(pinned.accountId()).isEqualTo("1"));
    }

    @Test
    void aConnectionIsGivenToAnotherAccountByAPersonAndThatIsWrittenDown() throws SQLException {
        Connections connections = store.store.connections();
        connections.pin(MOVED, SystemId.SALESFORCE, "00D1", "sandbox", NOW);
        Instant later = NOW.plusSeconds(60);

        Connections.Pinned replaced = connections.repin(MOVED, "00D2", "production", "ana", later);
        connections.pin(MOVED, SystemId.SALESFORCE, "00D2", "production", NOW);

        assertThat(replaced).isEqualTo(new Connections.Pinned(MOVED, SystemId.SALESFORCE, "00D1", "sandbox", NOW));
        assertThat(connections.find(MOVED))
                .contains(new Connections.Pinned(MOVED, SystemId.SALESFORCE, "00D2", "production", later));
        assertThat(audit())
                .containsExactly("ana repin {\"to\": \"00D2\", \"from\": \"00D1\", \"connection\": \"moved\","
                        + " \"toEnvironment\": \"production\", \"fromEnvironment\": \"sandbox\"}");

        connections.repin(MOVED, "00D2", "production", "lee", later.plusSeconds(60));
        assertThat(connections.find(MOVED))
                .hasValueSatisfying(pinned -> assertThat(pinned.since()).isEqualTo(later));
        assertThat(audit()).hasSize(1);
    }

    @Test
    void aConnectionThatWasNeverPinnedCannotBeGivenToAnotherAccount() {
        assertThatThrownBy(() ->
                        store.store.connections().repin(new ConnectionId("nobody"), "1", "production", "ana", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never pinned");
    }

    private static List<String> audit() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = store.store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select who, what, details from audit where what = 'repin' order by no")) {
            while (rows.next()) lines.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
            connection.rollback();
        }
        return lines;
    }

    @Test
    void aRunEndsCompleteOrWithNamedShortfalls() {
        Runs runs = store.store.runs();
        Runs.Shortfall shortfall = new Runs.Shortfall("crm TOUCH", "no permission", "grant it");
        Lease lease = acquired("runs");
        runs.end(runs.begin("pull/crm", lease, NOW), NOW, Map.of("pages", 3L), List.of(shortfall));
        runs.begin("decide", lease, NOW);

        assertThat(runs.openShortfalls()).containsExactly(shortfall);
        assertThat(runs.latest(2)).extracting(ended -> ended.run().step()).containsExactly("decide", "pull/crm");
        assertThat(runs.latest(2).get(1).figures()).containsEntry("pages", 3L);

        runs.end(runs.begin("pull/crm", lease, NOW), NOW, Map.of(), List.of());
        assertThat(runs.openShortfalls()).isEmpty();
        store.store.leases().release(lease);
    }

    @Test
    void aRunWhoseProcessDiedIsIncompleteUntilItsStepIsDoneAgain() {
        Runs runs = store.store.runs();
        Lease lease = acquired("dying");
        runs.begin("write/crm", lease, NOW);
        assertThat(runs.openShortfalls()).as("it is at it").isEmpty();

        store.store.leases().release(lease);
        assertThat(runs.openShortfalls())
                .containsExactly(new Runs.Shortfall(
                        "write/crm", "its process died before it was done", "goes on at the next run"));
        assertThat(runs.latest(1).get(0).shortfalls()).hasSize(1);

        Lease next = acquired("dying");
        assertThat(runs.openShortfalls())
                .as("another one's lease is not its own")
                .hasSize(1);
        runs.end(runs.begin("write/crm", next, NOW), NOW, Map.of(), List.of());
        assertThat(runs.openShortfalls()).isEmpty();
        store.store.leases().release(next);
    }

    private Lease acquired(String name) {
        return store.store
                .leases()
                .acquire(name, "this test", Duration.ofMinutes(5))
                .orElseThrow();
    }

    @Test
    void aPauseHoldsUntilSomebodyEndsIt() {
        store.store.runs().pause("too many merges", "ana", NOW);
        assertThat(store.store.runs().paused()).contains(new Runs.Pause("too many merges", "ana", NOW));

        store.store.runs().resume("ana", NOW);
        assertThat(store.store.runs().paused()).isEmpty();
    }
}
