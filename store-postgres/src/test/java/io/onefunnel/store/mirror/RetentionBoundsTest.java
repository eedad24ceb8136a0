package io.onefunnel.store.mirror;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.lead;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Mirror;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.store.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Since when things of a kind are known, where a vendor purges what is old. */
class RetentionBoundsTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(RetentionBoundsTest.class);
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
    void whatAVendorHadPurgedBeforeTheFirstPullIsUnknownFromThenOn() {
        firstPage(NOW, Duration.ofDays(90));
        assertThat(touchesKnownSince()).contains(NOW.minus(Duration.ofDays(90)));

        Instant later = NOW.plus(Duration.ofDays(30));
        store.store.mirror().store(store.lease, touches("next", later, Optional.of(Duration.ofDays(1))));
        assertThat(touchesKnownSince()).as("a later pull never moves it").contains(NOW.minus(Duration.ofDays(90)));
    }

    @Test
    void readingEverythingAnewMovesWhatIsKnownBackwardOnlyAndHasItDecidedAnew() {
        store.store(lead("1").observed());
        firstPage(NOW, Duration.ofDays(90));
        store.settle();

        Instant later = NOW.plus(Duration.ofDays(30));
        store.store.mirror().rewind(store.lease, StoreFixture.CRM);
        store.store.mirror().store(store.lease, touches("a", later, Optional.of(Duration.ofDays(90))));
        assertThat(touchesKnownSince()).contains(NOW.minus(Duration.ofDays(90)));
        store.assertNothingIsDirty();

        store.store.mirror().rewind(store.lease, StoreFixture.CRM);
        store.store.mirror().store(store.lease, touches("b", later, Optional.of(Duration.ofDays(180))));
        assertThat(touchesKnownSince()).contains(later.minus(Duration.ofDays(180)));
        assertThat(store.decideAll()).containsExactly("p-1");

        store.store.mirror().rewind(store.lease, StoreFixture.CRM);
        store.store.mirror().store(store.lease, touches("c", later, Optional.empty()));
        assertThat(touchesKnownSince()).as("kept for ever").isEmpty();
    }

    @Test
    void aStoreThatWasFilledBeforeThisWasNotedCountsFromTheDayOfItsPin() {
        store.store.connections().pin(StoreFixture.CRM, SystemId.SALESFORCE, "00D000000000001", "production", NOW);
        firstPage(NOW, Duration.ofDays(90));
        // As the tables were before.
        new Database(store.store.dataSource()).change(sql -> sql.update("delete from observable"));

        Instant later = NOW.plus(Duration.ofDays(400));
        store.store.mirror().store(store.lease, touches("next", later, Optional.of(Duration.ofDays(90))));
        assertThat(touchesKnownSince()).contains(NOW.minus(Duration.ofDays(90)));
    }

    private static void firstPage(Instant begun, Duration kept) {
        store.store.mirror().store(store.lease, touches("first", begun, Optional.of(kept)));
    }

    private static Mirror.Page touches(String cursor, Instant begun, Optional<Duration> kept) {
        return new Mirror.Page(
                StoreFixture.CRM,
                RecordKind.TOUCH,
                List.of(),
                new Cursor(cursor),
                new Progress.More(),
                begun,
                new Mirror.Reach(begun, kept));
    }

    private static Optional<Instant> touchesKnownSince() {
        return Optional.ofNullable(store.store
                .connections()
                .observableSince()
                .getOrDefault(StoreFixture.CRM, Map.of())
                .get(RecordKind.TOUCH));
    }
}
