package io.onefunnel.store.mirror;

import static io.onefunnel.store.StoreFixture.V1;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.V3;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.person;
import static io.onefunnel.store.StoreFixture.record;
import static io.onefunnel.store.StoreFixture.ref;
import static io.onefunnel.store.StoreFixture.response;
import static io.onefunnel.store.StoreFixture.touch;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.store.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Touches and responses of pages, and what is rolled up of them. */
class EventsTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(EventsTest.class);
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
    void eventsThatArriveBeforeTheirPersonCountOnceThePersonArrives() {
        store.store(RecordKind.TOUCH, touch("t1", "1", V2, "u1"), response("r1", "1", V3));
        assertThat(store.decideAll()).isEmpty();

        store.store(lead("1").observed());
        store.resolve();

        Decisions.Stored file = store.claim().get(0);
        assertThat(file.touches()).extracting(touch -> touch.ref().id()).containsExactly("t1");
        assertThat(file.touches().get(0).actor()).contains(ref(RecordKind.USER, "u1"));
        assertThat(file.responses()).extracting(response -> response.ref().id()).containsExactly("r1");
    }

    @Test
    void aNewTouchAndANewResponseDirtyTheirPersonAlone() {
        store.store(lead("1").observed(), lead("2").observed(), lead("3").observed());
        store.settle();

        store.store(RecordKind.TOUCH, touch("t1", "1", V2, ""));
        assertThat(store.decideAll()).containsExactly("p-1");
        store.store(RecordKind.RESPONSE, response("r1", "2", V2));
        assertThat(store.decideAll()).containsExactly("p-2");
    }

    @Test
    void aPersonWhoWakesUpDirtiesTheColleagues() {
        company("acme.com", "1", "2");
        store.store(lead("3").observed());
        store.settle();

        store.store(RecordKind.RESPONSE, response("r1", "1", V1));
        assertThat(store.decideAll()).containsExactly("p-1", "p-2");

        store.store(RecordKind.RESPONSE, response("r2", "1", V1.plus(Duration.ofDays(29))));
        assertThat(store.decideAll()).containsExactly("p-1");

        store.store(RecordKind.RESPONSE, response("r3", "1", V1.plus(Duration.ofDays(60))));
        assertThat(store.decideAll()).containsExactly("p-1", "p-2");
    }

    private static void company(String domain, String... people) {
        store.store(
                RecordKind.COMPANY,
                record(RecordKind.COMPANY, domain).field("Website", domain).observed());
        for (String person : people) {
            store.store(lead(person).link(LinkRole.ACCOUNT, domain).observed());
        }
    }

    @Test
    void colleaguesComeWithWhatIsKnownOfThemTheLatestActiveFirst() {
        company("acme.com", "1", "2", "3");
        store.store(
                RecordKind.TOUCH, touch("t1", "2", V1, "u1"), touch("t2", "2", V3, "u1"), touch("t3", "2", V2, "u2"));
        store.store(RecordKind.RESPONSE, response("r1", "3", V2));
        store.resolve();

        Decisions.Stored first = store.claim().stream()
                .filter(file -> file.person().equals(new PersonId("p-1")))
                .findFirst()
                .orElseThrow();
        assertThat(first.colleagues())
                .extracting(colleague -> colleague.person().value())
                .containsExactly("p-2", "p-3");
        assertThat(first.colleagues().get(0).lastTouchBy())
                .isEqualTo(Map.of(ref(RecordKind.USER, "u1"), V3, ref(RecordKind.USER, "u2"), V2));
        assertThat(first.colleagues().get(1).lastExchange()).contains(V2);
    }

    @Test
    void eventsLieInThePartitionOfTheirMonthAndAreCountedOnce() {
        store.store(RecordKind.TOUCH, touch("t1", "1", V1, ""), touch("t2", "1", V1.minus(Duration.ofDays(40)), ""));
        store.store(RecordKind.TOUCH, touch("t1", "1", V1, ""));

        List<String> partitions = store.query(
                sql -> sql.list("select tableoid::regclass::text from touch order by 1", row -> row.text(1)));
        assertThat(partitions).containsExactly("touch_2025_12", "touch_2026_02");
        assertThat(store.store.mirror().counts().get(StoreFixture.CRM)).containsEntry(RecordKind.TOUCH, 2L);
    }

    @Test
    void aDeletedTouchIsTakenBackAndADeletedResponseStays() {
        store.store(lead("1").observed());
        store.store(touch("t1", "1", V1, "u1"), touch("t2", "1", V2, "u1"), response("r1", "1", V1));
        store.settle();

        store.store(
                new Observed.Gone(new Change.Deleted(ref(RecordKind.TOUCH, "t2"), V3)),
                new Observed.Gone(new Change.Deleted(ref(RecordKind.TOUCH, "never seen"), V3)),
                new Observed.Gone(new Change.Deleted(ref(RecordKind.RESPONSE, "r1"), V3)));

        Decisions.Stored file = store.claim().get(0);
        assertThat(file.touches()).extracting(touch -> touch.ref().id()).containsExactly("t1");
        assertThat(file.responses()).hasSize(1);
        assertThat(store.store.mirror().counts().get(StoreFixture.CRM)).containsEntry(RecordKind.TOUCH, 1L);
        assertThat(store.<List<Instant>>query(sql -> sql.list("select at from latest_touch", row -> row.instant(1))))
                .containsExactly(V1);
    }

    @Test
    void aPlannedTouchBecomesADoneOne() {
        store.store(lead("1").observed());
        Touch done = touch("t1", "1", V2, "").touch();
        Touch planned = new Touch(
                done.ref(),
                done.person(),
                V3,
                done.channel(),
                done.direction(),
                done.result(),
                false,
                false,
                done.actor());
        store.store(new Observed.Touched(planned));
        store.settle();
        assertThat(store.store
                        .decisions()
                        .load(new PersonId("p-1"))
                        .orElseThrow()
                        .touches())
                .containsExactly(planned);

        store.store(new Observed.Touched(done));

        assertThat(store.claim().get(0).touches()).containsExactly(done);
    }
}
