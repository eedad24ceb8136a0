package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first load of a Marketo instance")
class BackfillTest extends LongPast {
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

        PullPage damaged = adapter.pull(RecordKind.PERSON, ready.next());

        assertThat(damaged.changes()).isEmpty();
        assertThat(damaged.progress()).isInstanceOf(Progress.Wait.class);
        waitFor(damaged);
        assertThat(new HashSet<>(pulled(damaged.next()))).hasSize(EARLY + 40);
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
}
