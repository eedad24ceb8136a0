package io.onefunnel.store.mirror;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.V1;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.V3;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.meeting;
import static io.onefunnel.store.StoreFixture.page;
import static io.onefunnel.store.StoreFixture.person;
import static io.onefunnel.store.StoreFixture.record;
import static io.onefunnel.store.StoreFixture.ref;
import static io.onefunnel.store.StoreFixture.response;
import static io.onefunnel.store.StoreFixture.touch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MirrorTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(MirrorTest.class);
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
    void aNewPersonIsResolvedAndThenDecided() {
        Mirror.Stored stored = store.store(lead("1").observed());

        assertThat(stored).isEqualTo(new Mirror.Stored(1, 0, 0));
        store.resolve();
        assertThat(store.decideAll()).containsExactly("p-1");
        assertThat(store.decideAll()).isEmpty();
    }

    @Test
    void theSamePageAgainChangesNothing() {
        Observed[] page = {
            lead("1").key("a").observed(),
            touch("t1", "1", V2, "u1"),
            response("r1", "1", V2),
            meeting("m1", "booked", "1")
        };
        store.store(page);
        settle();

        assertThat(store.store(page)).isEqualTo(new Mirror.Stored(0, 4, 0));
        assertNothingIsDirty();
    }

    @Test
    void anOlderVersionIsPassedOver() {
        store.store(lead("1").at(V2).facts("new").observed());
        settle();

        assertThat(store.store(lead("1").at(V1).facts("old").observed()).changed())
                .isZero();

        assertThat(stored("1").fields()).containsEntry("Title", "new");
        assertNothingIsDirty();
    }

    @Test
    void aNewerVersionWithTheSameFactsOnlyMovesTheVersion() {
        store.store(lead("1").observed());
        settle();

        store.store(lead("1").at(V2).observed());

        assertThat(stored("1").version()).isEqualTo(V2);
        assertNothingIsDirty();
    }

    @Test
    void changedFactsMakeThePersonDirty() {
        store.store(lead("1").observed(), lead("2").observed());
        settle();

        store.store(lead("1").at(V2).facts("promoted").observed());

        assertThat(store.store.people().claim(store.lease, 10, 50)).isEmpty();
        assertThat(store.decideAll()).containsExactly("p-1");
    }

    @Test
    void changedKeysMakeTheIdentityDirty() {
        store.store(lead("1").key("a").observed());
        settle();

        store.store(lead("1").at(V2).key("b").observed());

        assertThat(store.store.people().claim(store.lease, 10, 50)).isPresent();
    }

    @Test
    void aVendorFieldThatNoDecisionReadsIsStoredAndIsNoNews() {
        store.store(lead("1").observed());
        settle();

        store.store(lead("1").at(V2).field("Fax", "123").observed());

        assertThat(stored("1").fields()).containsEntry("Fax", "123");
        assertNothingIsDirty();
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
        settle();

        store.store(RecordKind.TOUCH, touch("t1", "1", V2, ""));
        assertThat(store.decideAll()).containsExactly("p-1");
        store.store(RecordKind.RESPONSE, response("r1", "2", V2));
        assertThat(store.decideAll()).containsExactly("p-2");
    }

    @Test
    void aMeetingDirtiesWhoTakesPartBeforeAndAfterAChange() {
        store.store(lead("1").observed(), lead("2").observed(), lead("3").observed());
        settle();

        store.store(RecordKind.MEETING, meeting("m1", "booked", "1", "2"));
        assertThat(store.decideAll()).containsExactly("p-1", "p-2");

        Observed.Met moved = meeting("m1", "moved", "2", "3");
        store.store(RecordKind.MEETING, new Observed.Met(at(moved.raw()), moved.facts(), moved.meeting()));
        assertThat(store.decideAll()).containsExactly("p-1", "p-2", "p-3");
    }

    private static Change.Present at(Change.Present raw) {
        return new Change.Present(raw.ref(), raw.type(), V2, raw.fields(), raw.fetched(), raw.links(), raw.history());
    }

    @Test
    void anOpportunityDirtiesItsRolesAndItsAccountInAnyOrderOfArrival() {
        store.store(RecordKind.CONTACT_ROLE, role("cr1", "o1", "1"));
        store.store(
                lead("1").observed(),
                lead("2").link(LinkRole.ACCOUNT, "a1").observed(),
                lead("3").observed());
        settle();

        store.store(
                RecordKind.OPPORTUNITY,
                record(RecordKind.OPPORTUNITY, "o1")
                        .link(LinkRole.ACCOUNT, "a1")
                        .observed());

        List<Decisions.Stored> dirty = store.claim();
        assertThat(StoreFixture.ids(dirty)).containsExactly("p-1", "p-2");
        assertThat(dirty).allSatisfy(file -> {
            assertThat(file.opportunities()).hasSize(1);
            assertThat(file.opportunities().get(0).roles()).hasSize(1);
        });
    }

    @Test
    void aRoleDirtiesEverybodyOfItsOpportunity() {
        store.store(lead("1").observed(), lead("2").observed());
        store.store(RecordKind.OPPORTUNITY, record(RecordKind.OPPORTUNITY, "o1").observed());
        store.store(RecordKind.CONTACT_ROLE, role("cr1", "o1", "1"));
        settle();

        store.store(RecordKind.CONTACT_ROLE, role("cr2", "o1", "2"));

        assertThat(store.decideAll()).containsExactly("p-1", "p-2");
    }

    private static Observed.Record role(String id, String opportunity, String person) {
        return record(RecordKind.CONTACT_ROLE, id)
                .link(LinkRole.OPPORTUNITY, opportunity)
                .link(LinkRole.PERSON, person)
                .observed();
    }

    @Test
    void aCompanyIsFoundByItsPeopleAndItsChangeDirtiesThem() {
        store.store(lead("1").link(LinkRole.ACCOUNT, "a1").observed(), lead("2").observed());
        settle();

        store.store(
                RecordKind.COMPANY,
                record(RecordKind.COMPANY, "a1")
                        .field("Website", "https://www.Acme.com/about")
                        .observed());

        assertThat(store.store.people().claim(store.lease, 10, 50).orElseThrow().records())
                .extracting(member -> member.accountDomain())
                .containsExactly("acme.com");
        List<Decisions.Stored> dirty = store.claim();
        assertThat(StoreFixture.ids(dirty)).containsExactly("p-1");
        assertThat(dirty.get(0).companies())
                .extracting(Change.Present::ref)
                .containsExactly(ref(RecordKind.COMPANY, "a1"));
    }

    @Test
    void aPersonWhoWakesUpDirtiesTheColleagues() {
        company("acme.com", "1", "2");
        store.store(lead("3").observed());
        settle();

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
    void aDeletedRecordLeavesItsPersonAndComesHomeWhenItIsRestored() {
        store.store(lead("1").key("a").observed(), lead("2").key("a").observed());
        store.store.people().claim(store.lease, 10, 50).ifPresent(batch -> store.assign(batch, member -> "p-1"));
        store.decideAll();

        store.store(new Observed.Gone(new Change.Deleted(person("2"), V2)));
        store.resolve();
        assertThat(store.claim().get(0).records())
                .extracting(Change.Present::ref)
                .containsExactly(person("1"));

        store.store(lead("2").key("a").at(V3).observed());
        assertThat(store.store.people().claim(store.lease, 10, 50).orElseThrow().records())
                .allSatisfy(member -> assertThat(member.person()).contains(new PersonId("p-1")))
                .hasSize(2);
    }

    @Test
    void aPersonWithoutARecordIsNotDecided() {
        store.store(lead("1").observed());
        settle();

        store.store(new Observed.Gone(new Change.Deleted(person("1"), V2)));

        assertThat(store.claim()).isEmpty();
        assertThat(store.store.decisions().waiting(NOW, StoreFixture.INPUTS)).isZero();
    }

    @Test
    void anOldDeletionDoesNotTakeARestoredRecordAway() {
        store.store(lead("1").at(V3).observed());

        store.store(new Observed.Gone(new Change.Deleted(person("1"), V2)));

        assertThat(store.store.mirror().find(person("1"))).isPresent();
    }

    @Test
    void mergesAreFollowedThroughChainsAndEventsStay() {
        store.store(lead("1").observed(), lead("2").observed(), lead("3").observed());
        store.store(RecordKind.TOUCH, touch("t1", "1", V2, ""), touch("t2", "2", V2, ""));
        settle();

        store.store(new Observed.Merged(new Change.MergedInto(person("1"), person("2"), V2)));
        store.store(new Observed.Merged(new Change.MergedInto(person("2"), person("3"), V3)));
        store.resolve();

        List<Decisions.Stored> dirty = store.claim();
        assertThat(StoreFixture.ids(dirty)).containsExactly("p-3");
        assertThat(dirty.get(0).touches())
                .extracting(touch -> touch.person().id())
                .containsExactly("1", "2");
        assertThat(store.store.people().personOf(person("1"))).contains(new PersonId("p-3"));
        assertThat(store.store.people().survivor(new PersonId("p-1"))).isEqualTo(new PersonId("p-3"));
        assertThat(store.store.people().count()).isEqualTo(1);
    }

    @Test
    void aSurvivorThatHasNotComeYetInheritsThePerson() {
        store.store(lead("1").observed());
        settle();

        store.store(new Observed.Merged(new Change.MergedInto(person("1"), person("2"), V2)));
        store.store(lead("2").at(V2).observed());

        assertThat(store.store.people().claim(store.lease, 10, 50).orElseThrow().records())
                .extracting(member -> member.person().orElseThrow().value())
                .containsExactly("p-1");
    }

    @Test
    void aPageAndItsCursorAreStoredTogetherOrNotAtAll() {
        store.store(lead("1").observed());
        store.store.mirror().store(store.lease, page(RecordKind.PERSON, "before", List.of()));
        // The pull state is written after the records, and refuses here.
        store.query(sql -> sql.update("alter table pull_state add constraint refuse check (cursor <> 'after')"));
        try {
            assertThatThrownBy(() -> store.store
                            .mirror()
                            .store(
                                    store.lease,
                                    page(
                                            RecordKind.PERSON,
                                            "after",
                                            List.of(
                                                    lead("1").at(V2).facts("x").observed(),
                                                    lead("2").observed()))))
                    .isInstanceOf(StoreException.class);
        } finally {
            store.query(sql -> sql.update("alter table pull_state drop constraint refuse"));
        }

        assertThat(store.store.mirror().cursor(StoreFixture.CRM, RecordKind.PERSON))
                .isEqualTo(new Cursor("before"));
        assertThat(stored("1").version()).isEqualTo(V1);
        assertThat(store.store.mirror().find(person("2"))).isEmpty();
    }

    @Test
    void rewindingOneConnectionForgetsItsCursorsAndNothingElse() {
        store.store
                .mirror()
                .store(
                        store.lease,
                        page(RecordKind.PERSON, "far", List.of(lead("1").observed())));

        store.store.mirror().rewind(store.lease, StoreFixture.MAP);
        assertThat(store.store.mirror().cursor(StoreFixture.CRM, RecordKind.PERSON))
                .isEqualTo(new Cursor("far"));

        store.store.mirror().rewind(store.lease, StoreFixture.CRM);
        assertThat(store.store.mirror().cursor(StoreFixture.CRM, RecordKind.PERSON))
                .isEqualTo(Cursor.BEGINNING);
        assertThat(store.store.mirror().find(person("1"))).isPresent();
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
        settle();

        Instant later = NOW.plus(Duration.ofDays(30));
        store.store.mirror().rewind(store.lease, StoreFixture.CRM);
        store.store.mirror().store(store.lease, touches("a", later, Optional.of(Duration.ofDays(90))));
        assertThat(touchesKnownSince()).contains(NOW.minus(Duration.ofDays(90)));
        assertNothingIsDirty();

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
        store.store.connections().pin(StoreFixture.CRM, SystemId.SALESFORCE, "00D000000000001", "production");
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

    @Test
    void twelveThousandRecordsWithOneStampAreAllStored() {
        for (int page = 0; page < 6; page++) {
            List<Observed> records = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                String id = Integer.toString(page * 2000 + i);
                records.add(lead(id).key("mail" + id).observed());
            }
            store.store.mirror().store(store.lease, page(RecordKind.PERSON, "page " + page, records));
        }

        assertThat(store.store.mirror().counts().get(StoreFixture.CRM)).containsEntry(RecordKind.PERSON, 12_000L);
    }

    @Test
    void namesTheLiveRecordsOfAStretchOfIds() {
        store.store(
                lead("00Qa").observed(),
                lead("00Qb").observed(),
                lead("00QB").observed(),
                lead("003a").observed());
        store.store(new Observed.Gone(new Change.Deleted(ref(RecordKind.PERSON, "00Qb"), V3)));

        assertThat(store.store.mirror().live(StoreFixture.CRM, RecordKind.PERSON, "00Q", "00Q~"))
                .containsExactly("00QB", "00Qa");
        assertThat(store.store.mirror().live(StoreFixture.CRM, RecordKind.PERSON, "00QB", "00Qa"))
                .containsExactly("00Qa");
        assertThat(store.store.mirror().live(StoreFixture.CRM, RecordKind.COMPANY, "", "~"))
                .isEmpty();
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
        settle();

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
        settle();
        assertThat(store.store
                        .decisions()
                        .load(new PersonId("p-1"))
                        .orElseThrow()
                        .touches())
                .containsExactly(planned);

        store.store(new Observed.Touched(done));

        assertThat(store.claim().get(0).touches()).containsExactly(done);
    }

    @Test
    void whatCannotBeReadIsKeptAsideUntilItCan() {
        Mirror.Stored stored = store.store(
                new Observed.Quarantined(new Change.Unreadable(person("1"), "{\u0000bad}", "the date is no date")));

        assertThat(stored.quarantined()).isEqualTo(1);
        assertThat(store.store.mirror().quarantine(10)).singleElement().satisfies(aside -> {
            assertThat(aside.why()).isEqualTo("the date is no date");
            assertThat(aside.since()).isEqualTo(NOW);
        });

        store.store(lead("1").observed());
        assertThat(store.store.mirror().quarantine(10)).isEmpty();
    }

    @Test
    void whatCouldBeReadInTheEndIsNotInQuarantine() {
        Observed unreadable =
                new Observed.Quarantined(new Change.Unreadable(person("1"), "{bad}", "the date is no date"));

        store.store(unreadable, lead("1").observed());
        assertThat(store.store.mirror().quarantine(10)).isEmpty();

        store.store(lead("2").observed(), unreadable);
        assertThat(store.store.mirror().quarantine(10)).hasSize(1);
    }

    @Test
    void textsComeBackAsTheyCame() {
        String odd = "tab\tline\nback\\slash \"quoted\" Zoë 東京 \\N \\.";
        store.store(lead("1").field("Odd", odd).observed());

        assertThat(stored("1").fields()).containsEntry("Odd", odd);
        assertThat(stored("1").fetched()).containsExactlyInAnyOrder("Odd", "Score__c");
    }

    private static Change.Present stored(String id) {
        return store.store.mirror().find(person(id)).orElseThrow();
    }

    private static void settle() {
        store.resolve();
        store.decideAll();
        assertNothingIsDirty();
    }

    private static void assertNothingIsDirty() {
        assertThat(store.store.people().claim(store.lease, 10, 50)).isEmpty();
        assertThat(store.claim()).isEmpty();
    }
}
