package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first load of a Marketo instance, on the day's export quota,")
class ExportQuotaTest extends LongPast {
    private static final Instant MIDNIGHT_IN_CHICAGO = Instant.parse("2026-03-03T06:00:00Z");

    @Test
    void saysWhenItGoesOnAfterTheExportQuotaAndGoesOnByItself() {
        longPast();
        megabytesPerDay(1);
        Set<SourceRef> people = new HashSet<>();

        PullPage putOff = untilPutOff(Cursor.BEGINNING, people);

        Progress.Postponed postponed = (Progress.Postponed) putOff.progress();
        assertThat(postponed.notBefore()).isEqualTo(MIDNIGHT_IN_CHICAGO);
        assertThat(postponed.why())
                .contains("the first load of leads goes on after midnight in Chicago, 2026-03-03 00:00 CST");
        assertThat(people.size()).isBetween(6_000, EARLY + 39);
        // The next day, in a new process, from what was stored.
        clock.advanceTo(MIDNIGHT_IN_CHICAGO);
        megabytesPerDay(500);
        try (CrmAdapter tomorrow = adapter()) {
            people.addAll(pulled(tomorrow, putOff.next()));
        }
        assertThat(people).hasSize(EARLY + 40);
    }

    @Test
    void readsWhatIsNewWhileTheExtractsArePutOffAndAsksForNoJob() {
        longPast();
        megabytesPerDay(1);
        Set<SourceRef> people = new HashSet<>();
        PullPage putOff = untilPutOff(Cursor.BEGINNING, people);
        clock.advance(Duration.ofHours(1));
        SourceRef late =
                new SourceRef(vendor.connection(), RecordKind.PERSON, Long.toString(lead(clock.instant(), "Chicago")));
        watched.forget();

        PullPage again = adapter.pull(RecordKind.PERSON, putOff.next());

        assertThat(again.progress()).isEqualTo(putOff.progress());
        assertThat(again.changes()).extracting(Change::ref).contains(late);
        again.changes().forEach(each -> people.add(each.ref()));
        assertThat(watched.count("/bulk/")).isZero();
        watched.forget();
        PullPage idle = adapter.pull(RecordKind.PERSON, again.next());
        assertThat(idle.changes()).isEmpty();
        assertThat(watched.calls()).hasSize(1);
        clock.advanceTo(MIDNIGHT_IN_CHICAGO);
        megabytesPerDay(500);
        people.addAll(pulled(idle.next()));
        assertThat(people).hasSize(EARLY + 41);
    }

    @Test
    void asksAgainInAMinuteWhereOurClockSaysMidnightBeforeMarketosDoes() {
        longPast();
        megabytesPerDay(0);
        clock.advanceTo(MIDNIGHT_IN_CHICAGO.plusSeconds(5));

        PullPage putOff = untilPutOff(Cursor.BEGINNING, new HashSet<>());

        Instant again = MIDNIGHT_IN_CHICAGO.plusSeconds(65);
        assertThat(((Progress.Postponed) putOff.progress()).notBefore()).isEqualTo(again);
        clock.advanceTo(MIDNIGHT_IN_CHICAGO.plus(Duration.ofMinutes(11)));
        PullPage later = adapter.pull(RecordKind.PERSON, putOff.next());
        assertThat(((Progress.Postponed) later.progress()).notBefore())
                .isEqualTo(MIDNIGHT_IN_CHICAGO.plus(Duration.ofDays(1)));
    }

    @Test
    void makesJobsAnewAnotherDayThatWereLostWhileTheQuotaIsSpent() {
        longPast();
        PullPage made = untilJobs();
        clock.advance(Duration.ofDays(8));
        megabytesPerDay(0);
        Set<SourceRef> people = new HashSet<>();

        PullPage putOff = untilPutOff(made.next(), people);

        assertThat(people).hasSizeLessThan(EARLY);
        clock.advance(Duration.ofDays(1));
        megabytesPerDay(500);
        assertThat(new HashSet<>(pulled(putOff.next()))).hasSize(EARLY + 40);
    }

    @Test
    void readsNewActivitiesWhileTheOldOnesArePutOffAndLosesNone() {
        Instant late = manyResponses();
        megabytesPerDay(0);
        Set<SourceRef> seen = new HashSet<>();
        PullPage putOff = untilPutOff(RecordKind.RESPONSE, Cursor.BEGINNING, seen);
        assertThat(((Progress.Postponed) putOff.progress()).why()).contains("the first load of activities");
        assertThat(seen).hasSizeLessThan(3_202);
        clock.advance(Duration.ofMinutes(5));
        vendor.instance().activity(leadOfResponses, 2, clock.instant(), 7, "Today", Map.of());

        PullPage again = adapter.pull(RecordKind.RESPONSE, putOff.next());

        assertThat(again.progress()).isEqualTo(putOff.progress());
        assertThat(again.changes())
                .extracting(each -> ((Change.Present) each).fields().get("primaryAttributeValue"))
                .containsExactly("Today");
        again.changes().forEach(each -> seen.add(each.ref()));
        clock.advanceTo(MIDNIGHT_IN_CHICAGO);
        megabytesPerDay(500);
        assertThat(clock.instant()).isAfter(late);
        PullPage page = again;
        do {
            page = adapter.pull(RecordKind.RESPONSE, page.next());
            page.changes().forEach(each -> seen.add(each.ref()));
            waitFor(page);
        } while (!(page.progress() instanceof Progress.CaughtUp));
        assertThat(seen).hasSize(3_202);
        watched.forget();
        assertThat(adapter.pull(RecordKind.RESPONSE, page.next()).changes()).isEmpty();
        assertThat(watched.calls()).hasSize(1);
    }

    private void megabytesPerDay(int quota) {
        vendor.instance().set("exportMegabytesPerDay", Integer.toString(quota));
    }

    private PullPage untilPutOff(Cursor from, Set<SourceRef> into) {
        return untilPutOff(RecordKind.PERSON, from, into);
    }

    private PullPage untilPutOff(RecordKind kind, Cursor from, Set<SourceRef> into) {
        Cursor at = from;
        PullPage page;
        do {
            page = adapter.pull(kind, at);
            page.changes().forEach(each -> into.add(each.ref()));
            assertThat(page.progress()).isNotInstanceOf(Progress.CaughtUp.class);
            waitFor(page);
            at = page.next();
        } while (!(page.progress() instanceof Progress.Postponed));
        return page;
    }
}
