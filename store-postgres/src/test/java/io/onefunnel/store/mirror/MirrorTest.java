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
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.store.sql.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of records: what is stored, what is news, and whom it concerns. */
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
        store.settle();

        assertThat(store.store(page)).isEqualTo(new Mirror.Stored(0, 4, 0));
        store.assertNothingIsDirty();
    }

    @Test
    void anOlderVersionIsPassedOver() {
        store.store(lead("1").at(V2).facts("new").observed());
        store.settle();

        assertThat(store.store(lead("1").at(V1).facts("old").observed()).changed())
                .isZero();

        assertThat(stored("1").fields()).containsEntry("Title", "new");
        store.assertNothingIsDirty();
    }

    @Test
    void aNewerVersionWithTheSameFactsOnlyMovesTheVersion() {
        store.store(lead("1").observed());
        store.settle();

        store.store(lead("1").at(V2).observed());

        assertThat(stored("1").version()).isEqualTo(V2);
        store.assertNothingIsDirty();
    }

    @Test
    void changedFactsMakeThePersonDirty() {
        store.store(lead("1").observed(), lead("2").observed());
        store.settle();

        store.store(lead("1").at(V2).facts("promoted").observed());

        assertThat(store.store.people().claim(store.lease, 10, 50)).isEmpty();
        assertThat(store.decideAll()).containsExactly("p-1");
    }

    @Test
    void changedKeysMakeTheIdentityDirty() {
        store.store(lead("1").key("a").observed());
        store.settle();

        store.store(lead("1").at(V2).key("b").observed());

        assertThat(store.store.people().claim(store.lease, 10, 50)).isPresent();
    }

    @Test
    void aVendorFieldThatNoDecisionReadsIsStoredAndIsNoNews() {
        store.store(lead("1").observed());
        store.settle();

        store.store(lead("1").at(V2).field("Fax", "123").observed());

        assertThat(stored("1").fields()).containsEntry("Fax", "123");
        store.assertNothingIsDirty();
    }

    @Test
    void aMeetingDirtiesWhoTakesPartBeforeAndAfterAChange() {
        store.store(lead("1").observed(), lead("2").observed(), lead("3").observed());
        store.settle();

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
        store.settle();

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
        store.settle();

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
        store.settle();

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
        store.settle();

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
        store.settle();

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
        store.settle();

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
        List<SourceRef> asked = List.of(
                ref(RecordKind.PERSON, "00Qa"),
                ref(RecordKind.PERSON, "00Qb"),
                ref(RecordKind.COMPANY, "00QB"),
                ref(RecordKind.PERSON, "00Q-never-seen"));
        assertThat(store.store.mirror().countLive(asked))
                .as("one of them is live, one deleted, two were never here")
                .isEqualTo(1);
        assertThat(store.store.mirror().countLive(List.of())).isZero();
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
}
