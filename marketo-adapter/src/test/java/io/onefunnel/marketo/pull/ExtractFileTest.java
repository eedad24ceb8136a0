package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.model.RecordKind;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An extract")
class ExtractFileTest extends WatchedInstance {
    private static final Instant FIRST = Instant.parse("2026-02-10T08:00:00Z");

    private final CrmAdapter adapter = vendor.adapter(
            vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url(), "first-load-from", "2006-01-01"));
    private final List<Change> changes = new ArrayList<>();

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    void thatBeginsWithAByteOrderMarkBringsEveryRow() {
        leads();
        bytes((answer, call) -> file(call, "\uFEFF" + answer.text()));

        assertThat(caughtUp()).isInstanceOf(Progress.CaughtUp.class);
        assertThat(changes).hasSize(3).hasOnlyElementsOfType(Change.Present.class);
    }

    @Test
    void whoseRowHasTooFewColumnsNamesTheRowAndBringsTheOthers() {
        leads();
        bytes((answer, call) -> file(call, answer.text().replaceAll("(?m)^(\\d+,[^,\\n]*),.*b@example.org.*$", "$1")));

        caughtUp();

        assertThat(changes).hasSize(3);
        assertThat(changes)
                .filteredOn(Change.Unreadable.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Unreadable.class,
                        row -> assertThat(row.toString()).contains("columns"));
    }

    @Test
    void thatIsCompletedWithRowsAndNoBytesIsMadeAnewAndThenPutOffWithItsReason() {
        leads();
        listsAndFiles(status -> status.replaceAll("\"fileSize\":\\d+", "\"fileSize\":0"), text -> text);

        Progress progress = caughtUp();

        assertThat(progress).isInstanceOfSatisfying(Progress.Postponed.class, postponed -> {
            assertThat(postponed.why())
                    .contains("the extract of leads from 2026-02-10", "failed 4 times", "without a file");
            assertThat(postponed.notBefore()).isAfter(clock.instant());
        });
        assertThat(watched.count("/file.json")).isZero();
        assertThat(watched.count("/create.json")).isEqualTo(4);
    }

    @Test
    void thatFailsForGoodIsPutOffAndComesBackWhenItDoesNot() {
        leads();
        listsAndFiles(
                status -> status.replace("\"Completed\"", "\"Failed\",\"errorMsg\":\"No such field\""), text -> text);
        PullPage putOff = last();
        assertThat(((Progress.Postponed) putOff.progress()).why()).contains("Failed, No such field");

        watched.between((call, next) -> next.apply(call));
        clock.advanceTo(((Progress.Postponed) putOff.progress()).notBefore());
        assertThat(pull(putOff.next()).progress()).isInstanceOf(Progress.CaughtUp.class);
        assertThat(changes).hasSize(3);
    }

    @Test
    void thatHasFewerRowsThanItsJobSaysIsNotBelieved() {
        leads();
        listsAndFiles(status -> status.replace("\"numberOfRecords\":3", "\"numberOfRecords\":4"), text -> text);

        assertThat(caughtUp()).isInstanceOf(Progress.Postponed.class);
        assertThat(changes).isEmpty();
        assertThat(watched.count("/file.json")).as("twice of each of two jobs").isEqualTo(4);
        assertThat(watched.count("/create.json")).isEqualTo(2);
    }

    @Test
    void whoseFileNeverComesIsNotWaitedForForEver() {
        leads();
        watched.between((call, next) -> call.path().endsWith("/file.json")
                ? HttpAnswer.of(404, "text/plain", "File not found")
                : next.apply(call));

        assertThat(caughtUp())
                .isInstanceOfSatisfying(
                        Progress.Postponed.class,
                        postponed -> assertThat(postponed.why()).contains("its file is not there"));
        assertThat(watched.count("/file.json")).isEqualTo(4);
    }

    @Test
    void whoseFileComesAMomentLaterIsRead() {
        leads();
        watched.between((call, next) -> call.path().endsWith("/file.json") && watched.count("/file.json") == 1
                ? HttpAnswer.of(404, "text/plain", "File not found")
                : next.apply(call));

        assertThat(caughtUp()).isInstanceOf(Progress.CaughtUp.class);
        assertThat(changes).hasSize(3);
        assertThat(watched.count("/create.json")).isEqualTo(1);
    }

    @Test
    void withoutTheColumnOfIdsIsNotBelieved() {
        leads();
        bytes((answer, call) -> file(call, answer.text().replaceFirst("^id,", "nr,")));

        assertThat(caughtUp()).isInstanceOf(Progress.Postponed.class);
        assertThat(changes).isEmpty();
    }

    private void leads() {
        for (String name : List.of("a", "b", "c")) {
            vendor.instance()
                    .lead(Map.of("lastName", name, "email", name + "@example.org", "createdAt", FIRST.toString()));
        }
    }

    private static String file(HttpCall call, String text) {
        assertThat(call.path()).endsWith("/file.json");
        return text;
    }

    /** The file otherwise, and a job that tells the size of that. */
    private void bytes(BiFunction<HttpAnswer, HttpCall, String> otherwise) {
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            if (call.path().endsWith("/file.json")) {
                byte[] body = otherwise.apply(answer, call).getBytes(StandardCharsets.UTF_8);
                return new HttpAnswer(200, Map.of("Content-Type", "text/csv"), body);
            }
            if (!call.path().endsWith("/export.json")) return answer;
            String text = answer.text().replaceAll("\"fileChecksum\":\"[^\"]*\"", "\"fileChecksum\":\"\"");
            for (String id : ids(text)) {
                HttpCall file =
                        new HttpCall("GET", "/bulk/v1/leads/export/" + id + "/file.json", call.headers(), new byte[0]);
                int size = otherwise.apply(next.apply(file), file).getBytes(StandardCharsets.UTF_8).length;
                text = text.replaceAll("\"fileSize\":\\d+", "\"fileSize\":" + size);
            }
            return HttpAnswer.json(200, text);
        });
    }

    private static List<String> ids(String text) {
        List<String> ids = new ArrayList<>();
        Matcher each =
                Pattern.compile("\"exportId\":\"([^\"]+)\"[^}]*\"Completed\"").matcher(text);
        while (each.find()) ids.add(each.group(1));
        return ids;
    }

    private void listsAndFiles(UnaryOperator<String> list, UnaryOperator<String> file) {
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            if (call.path().endsWith("/export.json")) return HttpAnswer.json(200, list.apply(answer.text()));
            if (!call.path().endsWith("/file.json")) return answer;
            byte[] body = file.apply(answer.text()).getBytes(StandardCharsets.UTF_8);
            return new HttpAnswer(answer.status(), answer.headers(), body);
        });
    }

    private Progress caughtUp() {
        return last().progress();
    }

    private PullPage last() {
        PersonCursor cursor = PersonCursor.firstLoad(FIRST, clock.instant().minus(PersonPull.OVERLAP));
        return pull(cursor.with(cursor.streams().running(clock.instant()))
                .extracting(Extraction.over(
                        FIRST.getEpochSecond(), FIRST.plus(Duration.ofDays(10)).getEpochSecond()))
                .write());
    }

    private PullPage pull(Cursor from) {
        Cursor at = from;
        for (int pages = 0; pages < 100; pages++) {
            PullPage page = adapter.pull(RecordKind.PERSON, at);
            changes.addAll(page.changes());
            if (page.progress() instanceof Progress.CaughtUp || page.progress() instanceof Progress.Postponed)
                return page;
            if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
            at = page.next();
        }
        throw new AssertionError("it does not come to an end");
    }
}
