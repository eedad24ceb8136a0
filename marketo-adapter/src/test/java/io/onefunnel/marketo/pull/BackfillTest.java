package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Recovery;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An instance whose first days promise hundreds of thousands of leads, so that the rest comes by extracts. */
@DisplayName("The first load of a Marketo instance")
class BackfillTest {
    private static final Instant FIRST = Instant.parse("2025-01-10T08:00:00Z");
    private static final Instant MIDNIGHT_IN_CHICAGO = Instant.parse("2026-03-03T06:00:00Z");
    private static final int EARLY = 6_100;
    private static final String ODD = "Love \"Lace\",\nCountess";

    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);
    private final CrmAdapter adapter = adapter();
    private long leadOfResponses;

    @AfterEach
    void close() {
        adapter.close();
        watched.close();
        vendor.close();
    }

    @Test
    void makesNoJobForASmallInstanceHoweverOldItIs() {
        for (int i = 0; i < 900; i++) lead(FIRST.plus(Duration.ofHours(10L * i)), "city");

        assertThat(pulled(Cursor.BEGINNING)).hasSize(900);

        assertThat(watched.count("/bulk/")).isZero();
        // A token, three pages of new leads and the fourth that is empty or not, three times 300 leads; then the
        // streams.
        assertThat(watched.calls()).hasSizeLessThan(16);
    }

    @Test
    void bringsALongPastByExtractsAndMissesNobody() {
        longPast();

        List<SourceRef> people = pulled(Cursor.BEGINNING);

        assertThat(new HashSet<>(people)).hasSize(EARLY + 40);
        assertThat(watched.count("POST /bulk/v1/leads/export/create.json")).isBetween(14L, 18L);
        assertThat(watched.count("POST /bulk/v1/leads/export/")).isEqualTo(2 * watched.count("export/create.json"));
    }

    @Test
    void keepsQuotesAndLineBreaksOfAnExtract() {
        longPast();
        Set<String> names = new HashSet<>();
        Cursor at = Cursor.BEGINNING;
        PullPage page;
        do {
            page = adapter.pull(RecordKind.PERSON, at);
            page.changes()
                    .forEach(each -> names.add(((Change.Present) each).fields().get("lastName")));
            waitFor(page);
            at = page.next();
        } while (!(page.progress() instanceof Progress.CaughtUp));

        assertThat(names).containsExactly(ODD);
    }

    @Test
    void looksAtOnceAndThenOnceAMinute() {
        longPast();
        vendor.instance().set("bulkSeconds", "100");
        PullPage made = untilJobs();
        watched.forget();

        PullPage waiting = adapter.pull(RecordKind.PERSON, made.next());
        PullPage tooEarly = adapter.pull(RecordKind.PERSON, waiting.next());

        assertThat(waiting.progress())
                .isEqualTo(new Progress.Wait(clock.instant().plusSeconds(60)));
        assertThat(tooEarly.progress()).isEqualTo(waiting.progress());
        assertThat(watched.count("GET /bulk/v1/leads/export.json")).isEqualTo(1);
        assertThat(new HashSet<>(pulled(tooEarly.next()))).hasSize(EARLY + 40);
    }

    @Test
    void losesNoTimeWhenJobsAreDoneAtOnce() {
        longPast();
        PullPage made = untilJobs();
        Instant before = clock.instant();

        adapter.pull(RecordKind.PERSON, made.next());
        PullPage rows = adapter.pull(
                RecordKind.PERSON, adapter.pull(RecordKind.PERSON, made.next()).next());

        assertThat(rows.changes()).isNotEmpty();
        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void startsExtractsAnewThatWereLostWhileItSlept() {
        longPast();
        PullPage made = untilJobs();
        PullPage ready = adapter.pull(RecordKind.PERSON, made.next());
        clock.advance(Duration.ofDays(8));

        assertThat(new HashSet<>(pulled(made.next()))).hasSize(EARLY + 40);
        assertThat(new HashSet<>(pulled(ready.next()))).hasSize(EARLY + 40);
    }

    @Test
    void saysWhenItGoesOnAfterTheExportQuotaAndGoesOnByItself() {
        longPast();
        vendor.instance().set("exportMegabytesPerDay", "1");
        Set<SourceRef> people = new HashSet<>();

        PullPage putOff = untilPutOff(adapter, Cursor.BEGINNING, people);

        Progress.Postponed postponed = (Progress.Postponed) putOff.progress();
        assertThat(postponed.notBefore()).isEqualTo(MIDNIGHT_IN_CHICAGO);
        assertThat(postponed.why())
                .contains("the first load of leads goes on after midnight in Chicago, 2026-03-03 00:00 CST");
        assertThat(people.size()).isBetween(6_000, EARLY + 39);
        // The next day, in a new process, from what was stored.
        clock.advanceTo(MIDNIGHT_IN_CHICAGO);
        vendor.instance().set("exportMegabytesPerDay", "500");
        try (CrmAdapter tomorrow = adapter()) {
            people.addAll(pulled(tomorrow, putOff.next()));
        }
        assertThat(people).hasSize(EARLY + 40);
    }

    @Test
    void readsWhatIsNewWhileTheExtractsArePutOffAndAsksForNoJob() {
        longPast();
        vendor.instance().set("exportMegabytesPerDay", "1");
        Set<SourceRef> people = new HashSet<>();
        PullPage putOff = untilPutOff(adapter, Cursor.BEGINNING, people);
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
        vendor.instance().set("exportMegabytesPerDay", "500");
        people.addAll(pulled(idle.next()));
        assertThat(people).hasSize(EARLY + 41);
    }

    @Test
    void asksAgainInAMinuteWhereOurClockSaysMidnightBeforeMarketosDoes() {
        longPast();
        vendor.instance().set("exportMegabytesPerDay", "0");
        clock.advanceTo(MIDNIGHT_IN_CHICAGO.plusSeconds(5));

        PullPage putOff = untilPutOff(adapter, Cursor.BEGINNING, new HashSet<>());

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
        vendor.instance().set("exportMegabytesPerDay", "0");
        Set<SourceRef> people = new HashSet<>();

        PullPage putOff = untilPutOff(adapter, made.next(), people);

        assertThat(people).hasSizeLessThan(EARLY);
        clock.advance(Duration.ofDays(1));
        vendor.instance().set("exportMegabytesPerDay", "500");
        assertThat(new HashSet<>(pulled(putOff.next()))).hasSize(EARLY + 40);
    }

    @Test
    void readsNewActivitiesWhileTheOldOnesArePutOffAndLosesNone() {
        Instant late = manyResponses();
        vendor.instance().set("exportMegabytesPerDay", "0");
        Set<SourceRef> seen = new HashSet<>();
        PullPage putOff = untilPutOff(adapter, RecordKind.RESPONSE, Cursor.BEGINNING, seen);
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
        vendor.instance().set("exportMegabytesPerDay", "500");
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

    @Test
    void fetchesADamagedFileAgain() {
        longPast();
        AtomicInteger files = new AtomicInteger();
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            if (!call.path().endsWith("/file.json") || files.incrementAndGet() > 1) return answer;
            byte[] body = answer.body().clone();
            body[body.length / 2] ^= 1;
            return new HttpAnswer(answer.status(), answer.headers(), body);
        });
        PullPage made = untilJobs();
        PullPage ready = adapter.pull(RecordKind.PERSON, made.next());

        AdapterException damaged =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.PERSON, ready.next()));

        assertThat(damaged.code().recovery()).isEqualTo(Recovery.RETRY_LATER);
        assertThat(new HashSet<>(pulled(ready.next()))).hasSize(EARLY + 40);
    }

    @Test
    void goesOnWithADownloadWhereItStopped() {
        longPast();
        AtomicInteger files = new AtomicInteger();
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            if (!call.path().endsWith("/file.json") || files.incrementAndGet() > 1) return answer;
            return new HttpAnswer(
                    answer.status(), answer.headers(), Arrays.copyOf(answer.body(), answer.body().length / 3));
        });

        assertThat(new HashSet<>(pulled(Cursor.BEGINNING))).hasSize(EARLY + 40);
        assertThat(watched.calls())
                .filteredOn(call -> call.path().endsWith("/file.json"))
                .anyMatch(call -> call.header("range").orElse("").matches("bytes=[1-9]\\d*-"));
    }

    @Test
    void bringsManyActivitiesByExtractsToo() {
        Instant late = manyResponses();

        List<Change> responses = changes(RecordKind.RESPONSE);

        assertThat(watched.count("POST /bulk/v1/activities/export/create.json")).isPositive();
        assertThat(responses.stream().map(Change::ref).distinct()).hasSize(3_201);
        assertThat(responses)
                .filteredOn(each -> ((Change.Present) each).version().equals(late))
                .isNotEmpty()
                .allSatisfy(each ->
                        assertThat(((Change.Present) each).fields()).containsEntry("primaryAttributeValue", "Late"));
    }

    /** Three thousand responses in two days, and one a year later. */
    private Instant manyResponses() {
        leadOfResponses = lead(FIRST, "city");
        for (int i = 0; i < 3_200; i++) {
            vendor.instance()
                    .activity(
                            leadOfResponses,
                            2,
                            FIRST.plus(Duration.ofMinutes(i)),
                            i,
                            ODD,
                            Map.of("Referrer URL", "https://x/" + i));
        }
        Instant late = Instant.parse("2026-01-05T10:00:00Z");
        vendor.instance().activity(leadOfResponses, 2, late, 9, "Late", Map.of("Referrer URL", "a \"b\", c"));
        return late;
    }

    private List<Change> changes(RecordKind kind) {
        List<Change> changes = new ArrayList<>();
        Cursor at = Cursor.BEGINNING;
        PullPage page;
        do {
            page = adapter.pull(kind, at);
            changes.addAll(page.changes());
            waitFor(page);
            at = page.next();
        } while (!(page.progress() instanceof Progress.CaughtUp));
        return changes;
    }

    private PullPage untilJobs() {
        Cursor at = Cursor.BEGINNING;
        PullPage page;
        do {
            page = adapter.pull(RecordKind.PERSON, at);
            at = page.next();
        } while (watched.count("/enqueue.json") == 0);
        return page;
    }

    private List<SourceRef> pulled(Cursor from) {
        return pulled(adapter, from);
    }

    private List<SourceRef> pulled(CrmAdapter by, Cursor from) {
        List<SourceRef> refs = new ArrayList<>();
        Cursor at = from;
        PullPage page;
        do {
            page = by.pull(RecordKind.PERSON, at);
            page.changes().forEach(each -> refs.add(each.ref()));
            waitFor(page);
            at = page.next();
        } while (!(page.progress() instanceof Progress.CaughtUp));
        return refs;
    }

    private PullPage untilPutOff(CrmAdapter by, Cursor from, Set<SourceRef> into) {
        return untilPutOff(by, RecordKind.PERSON, from, into);
    }

    private PullPage untilPutOff(CrmAdapter by, RecordKind kind, Cursor from, Set<SourceRef> into) {
        Cursor at = from;
        PullPage page;
        do {
            page = by.pull(kind, at);
            page.changes().forEach(each -> into.add(each.ref()));
            assertThat(page.progress()).isNotInstanceOf(Progress.CaughtUp.class);
            waitFor(page);
            at = page.next();
        } while (!(page.progress() instanceof Progress.Postponed));
        return page;
    }

    private void waitFor(PullPage page) {
        if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
    }

    private CrmAdapter adapter() {
        return vendor.adapter(
                vendor.mapping(),
                Access.RIGHT,
                Map.of("base-url", watched.url(), "first-load-from", "2006-01-01", "daily-quota", "50000"));
    }

    /** Six thousand leads in ten days, and a few in the months since. */
    private void longPast() {
        for (int i = 0; i < EARLY; i++) lead(FIRST.plus(Duration.ofMinutes(2L * i)), "city ".repeat(30) + i);
        for (int i = 0; i < 40; i++) lead(FIRST.plus(Duration.ofDays(20 + 10L * i)), "city " + i);
    }

    private long lead(Instant created, String city) {
        return vendor.instance()
                .lead(Map.of(
                        "lastName",
                        ODD,
                        Field.CITY.key(),
                        city,
                        "createdAt",
                        created.toString(),
                        "email",
                        "a@example.org"));
    }
}
