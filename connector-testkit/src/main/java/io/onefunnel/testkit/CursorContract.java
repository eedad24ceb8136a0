package io.onefunnel.testkit;

import static io.onefunnel.model.Field.LAST_NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.TestBench.Pulled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** That nothing is lost at the borders: of pages, of runs, of restarts, of stamps. */
interface CursorContract extends ContractPart {
    @Test
    default void equalStampsOverAPageBorderLoseNobodyInAnIncrement() {
        SourceRef known = bench().addPerson(-1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Cursor start = bench().pullPeople(adapter, Cursor.BEGINNING).next();
        bench().aWhilePasses();
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        Mirror mirror = new Mirror();

        mirror.take(bench().pullPeople(adapter, start).changes());

        assertThat(mirror.live()).containsAll(people);
        assertThat(mirror.live()).allMatch(ref -> people.contains(ref) || ref.equals(known));
    }

    @Test
    default void anEditBetweenTwoPagesIsSeen() {
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        PullPage first = bench().pageOfPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        SourceRef read = first.changes().get(0).ref();
        SourceRef unread = people.stream()
                .filter(ref -> mirror.present(ref).isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("the first page holds everybody"));
        bench().clock().advance(Duration.ofSeconds(1));
        vendor().edit(read, Map.of(LAST_NAME, "Edited"));
        vendor().edit(unread, Map.of(LAST_NAME, "Edited"));

        Pulled rest = bench().pullPeople(adapter, first.next());
        mirror.take(rest.changes());
        bench().aWhilePasses();
        mirror.take(bench().pullPeople(adapter, rest.next()).changes());

        assertThat(mirror.live()).containsExactlyInAnyOrderElementsOf(people);
        assertThat(lastName(mirror, read)).isEqualTo("Edited");
        assertThat(lastName(mirror, unread)).isEqualTo("Edited");
    }

    @Test
    default void somebodyWhoIsAddedOrDeletedBetweenTwoPagesHidesNobodyElse() {
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        PullPage first = bench().pageOfPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        SourceRef gone = first.changes().get(0).ref();
        bench().clock().advance(Duration.ofSeconds(1));
        vendor().delete(gone);
        SourceRef added = bench().addPerson(100_000);

        Pulled rest = bench().pullPeople(adapter, first.next());
        mirror.take(rest.changes());
        bench().clock().advance(vendor().tellsRemovalsWithin());
        mirror.take(bench().pullPeople(adapter, rest.next()).changes());

        assertThat(mirror.live()).contains(added).doesNotContain(gone);
        assertThat(people)
                .allMatch(ref -> ref.equals(gone) || mirror.present(ref).isPresent());
    }

    @Test
    default void anotherAdapterObjectGoesOnFromACursorInTheMiddle() {
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        Mirror mirror = new Mirror();
        PullPage first;
        try (CrmAdapter before = vendor().adapter(bench().mapping(), Access.RIGHT)) {
            first = bench().pageOfPeople(before, Cursor.BEGINNING);
        }
        mirror.take(first.changes());

        mirror.take(
                bench().pullPeople(bench().adapter(), new Cursor(first.next().value()))
                        .changes());

        assertThat(mirror.live()).containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void everyPageMayBeTheLastOfItsAdapterObject() {
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        Mirror mirror = new Mirror();
        Cursor at = Cursor.BEGINNING;
        for (int pages = 0; mirror.live().size() < people.size(); pages++) {
            assertThat(pages).as("pages, each by an adapter object of its own").isLessThan(people.size());
            try (CrmAdapter adapter = vendor().adapter(bench().mapping(), Access.RIGHT)) {
                PullPage page = bench().pageOfPeople(adapter, at);
                mirror.take(page.changes());
                at = page.next();
            }
        }

        assertThat(mirror.live()).containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void theSameCursorGivesAtLeastWhatItGaveBefore() {
        bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        PullPage first = bench().pageOfPeople(adapter, Cursor.BEGINNING);
        Pulled rest = bench().pullPeople(adapter, first.next());

        Pulled again = bench().pullPeople(bench().adapter(), first.next());

        assertThat(again.refs()).containsAll(rest.refs());
    }

    @Test
    default void completenessIsNeverPromisedPastTheBeginningOfThePull() {
        bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Instant began = bench().clock().instant();
        PullPage first = bench().pageOfPeople(adapter, Cursor.BEGINNING);
        bench().aWhilePasses();

        Pulled rest = bench().pullPeople(adapter, first.next());

        assertThat(rest.completeTo()).isBeforeOrEqualTo(began);
    }

    @Test
    default void completenessMovesOnWithTime() {
        bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        bench().aWhilePasses();
        Pulled second = bench().pullPeople(adapter, first.next());

        assertThat(second.completeTo()).isAfter(first.completeTo()).isBeforeOrEqualTo(second.began());
    }

    @Test
    default void aChangeThatShowsOnlyLaterIsNotLost() {
        Assumptions.assumeFalse(lacks(Behaviour.SHOWS_CHANGES_LATE), "this vendor shows every change at once");
        bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled pulled = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(pulled.changes());
        bench().aWhilePasses();
        SourceRef late = vendor().addSeenLate(TestBench.person(2));
        // Others are seen meanwhile, so that the cursor has every reason to pass the late one's stamp.
        bench().clock().advance(Duration.ofSeconds(1));
        bench().addPerson(3);
        for (int minutes = 0; minutes <= 2 * vendor().lateness().toMinutes(); minutes++) {
            pulled = bench().pullPeople(adapter, pulled.next());
            mirror.take(pulled.changes());
            bench().clock().advance(Duration.ofMinutes(1));
        }
        bench().aWhilePasses();
        mirror.take(bench().pullPeople(adapter, pulled.next()).changes());

        assertThat(mirror.live()).contains(late);
    }

    @Test
    default void anIdlePullCostsNoMoreCallsThanTheVendorNeeds() {
        bench().addPeople(3);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Cursor first = bench().pullPeople(adapter, Cursor.BEGINNING).next();
        // Not so long that a token expires: signing in anew is no part of the price.
        bench().clock().advance(Duration.ofMinutes(20));
        Cursor second = bench().pullPeople(adapter, first).next();
        bench().clock().advance(Duration.ofMinutes(20));
        long calls = vendor().calls();

        bench().pullPeople(adapter, second);

        assertThat(vendor().calls() - calls)
                .as("calls of a pull that finds nothing")
                .isLessThanOrEqualTo(vendor().callsOfAnIdlePull());
    }

    @Test
    default void aDeletedPersonIsTold() {
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        vendor().delete(people.get(1));
        bench().clock().advance(vendor().tellsRemovalsWithin());

        List<Change> news =
                mirror.take(bench().pullPeople(adapter, first.next()).changes());

        assertThat(news).singleElement().isInstanceOf(Change.Deleted.class);
        assertThat(mirror.isDeleted(people.get(1))).isTrue();
        assertThat(mirror.live()).containsExactlyInAnyOrder(people.get(0), people.get(2));
    }

    @Test
    default void peopleWhomOthersMergedAreToldWithTheirSurvivor() {
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        SourceRef survivor = vendor().merge(people.get(0), people.get(1));
        bench().clock().advance(vendor().tellsRemovalsWithin());

        mirror.take(bench().pullPeople(adapter, first.next()).changes());

        assertThat(mirror.current(people.get(1))).isEqualTo(survivor);
        assertThat(mirror.current(people.get(0))).isEqualTo(survivor);
        assertThat(mirror.live()).containsExactlyInAnyOrder(survivor, people.get(2));
    }

    private String lastName(Mirror mirror, SourceRef ref) {
        return Mappings.value(bench().mapping(), mirror.present(ref).orElseThrow(), LAST_NAME)
                .orElse("");
    }
}
