package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An instance that purges activities after 760 days, as Marketo does after 25 months. */
@DisplayName("Memberships of programs")
class MembershipsTest extends WatchedInstance {
    private static final Instant LONG_AGO = Instant.parse("2022-05-01T08:00:00Z");
    private static final Instant LAST_YEAR = Instant.parse("2025-05-01T08:00:00Z");

    private final CrmAdapter adapter = adapter();
    private final long webinar = vendor.instance().program("Old webinar", "Webinar", LONG_AGO);
    private final long ada = lead("ada");
    private final long bob = lead("bob");

    MembershipsTest() {
        vendor.instance().set("retentionDays", "760");
    }

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    void areReadFromTheProgramWhereTheLogHasForgottenThem() {
        member(ada, "Invited", LONG_AGO);
        member(ada, "Attended", LONG_AGO.plus(Duration.ofDays(3)));
        member(bob, "Registered", LONG_AGO.plus(Duration.ofDays(1)));

        List<Change.Present> all = caughtUp(Cursor.BEGINNING);

        assertThat(all)
                .extracting(each -> each.ref().id() + " " + each.version())
                .containsExactlyInAnyOrder(
                        key(ada, "") + " 2022-05-01T08:00:00Z",
                        key(ada, ":success") + " 2022-05-04T08:00:00Z",
                        key(bob, "") + " 2022-05-02T08:00:00Z");
        Change.Present success = all.stream()
                .filter(each -> each.ref().id().endsWith(":success"))
                .findFirst()
                .orElseThrow();
        assertThat(success.type()).isEqualTo("Change Status in Progression");
        assertThat(success.fields())
                .containsEntry("Success", "true")
                .containsEntry("New Status", "Attended")
                .containsEntry("primaryAttributeValue", "Old webinar");
        assertThat(success.links())
                .containsEntry(LinkRole.PERSON, List.of(Long.toString(ada)))
                .containsEntry(LinkRole.CAMPAIGN, List.of(Long.toString(webinar)));
        // What ada was before she attended, nobody tells any more.
        assertThat(all.stream()
                        .filter(each -> each.ref().id().equals(key(ada, "")))
                        .findFirst()
                        .orElseThrow()
                        .fields())
                .doesNotContainKey("New Status")
                .containsEntry("Success", "false");
    }

    @Test
    void areOneResponseEachWhicheverRoadTheyComeBy() {
        member(ada, "Invited", LAST_YEAR);
        member(ada, "Attended", LAST_YEAR.plus(Duration.ofDays(3)));
        List<String> byTheLog = keys(caughtUp(Cursor.BEGINNING));
        // Two years later the log has forgotten them, and everything is read anew.
        clock.advance(Duration.ofDays(800));

        List<String> byTheProgram = keys(caughtUp(Cursor.BEGINNING));

        assertThat(byTheLog).hasSize(2);
        assertThat(byTheProgram).containsExactlyInAnyOrderElementsOf(byTheLog);
    }

    @Test
    void areToldOnceAtTheEndOfTheLogThatIsAboutToBePurged() {
        Instant between = clock.instant().minus(Duration.ofDays(755));
        member(ada, "Invited", between);
        member(bob, "Invited", between.plus(Duration.ofDays(20)));

        assertThat(keys(caughtUp(Cursor.BEGINNING))).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void thatComeAfterwardsCostNoCallMore() {
        member(ada, "Invited", LONG_AGO);
        Cursor at = cursor(Cursor.BEGINNING);
        clock.advance(Duration.ofMinutes(10));
        watched.forget();
        Cursor idle = cursor(at);
        assertThat(watched.calls()).hasSize(1);
        member(ada, "Attended", clock.instant());
        clock.advance(Duration.ofMinutes(1));
        watched.forget();

        List<Change.Present> later = caughtUp(idle);

        assertThat(later).extracting(each -> each.ref().id()).containsExactly(key(ada, ":success"));
        assertThat(watched.calls()).hasSize(1);
    }

    @Test
    void costOneCallForThreeHundredOfAProgramAndNoneOfAProgramThatIsYoungerThanTheLog() {
        for (int i = 0; i < 700; i++) member(lead("p" + i), "Invited", LONG_AGO);
        vendor.instance().program("Young", "Webinar", LAST_YEAR);

        assertThat(caughtUp(Cursor.BEGINNING)).hasSize(700);

        assertThat(watched.count("/members.json")).isEqualTo(3);
        assertThat(watched.count("/programs.json")).isEqualTo(1);
    }

    @Test
    void goOnInANewProcessWhereTheyStopped() {
        for (int i = 0; i < 3_100; i++) member(lead("p" + i), "Invited", LONG_AGO);
        PullPage first = adapter.pull(RecordKind.RESPONSE, Cursor.BEGINNING);
        assertThat(first.changes()).hasSize(3_000);
        watched.forget();

        try (CrmAdapter tomorrow = adapter()) {
            PullPage rest = tomorrow.pull(RecordKind.RESPONSE, first.next());
            assertThat(rest.changes()).hasSize(100);
        }
        assertThat(watched.count("/members.json")).isEqualTo(1);
    }

    @Test
    void comeByAnExtractWhereTheyAreTooMany() {
        member(ada, "Attended", LONG_AGO);
        member(bob, "Invited", LONG_AGO);
        watched.between((call, next) -> call.path().endsWith("/members.json")
                ? refused("1003", "Total membership size exceeds 100,000")
                : next.apply(call));

        List<Change.Present> all = caughtUp(Cursor.BEGINNING);

        assertThat(all)
                .extracting(each -> each.ref().id())
                .containsExactlyInAnyOrder(key(ada, ":success"), key(bob, ""));
        assertThat(watched.count("/bulk/v1/program/members/export/create.json")).isEqualTo(1);
        // The file says 1 where the query says true.
        assertThat(all)
                .filteredOn(each -> each.ref().id().equals(key(ada, ":success")))
                .singleElement()
                .satisfies(each -> assertThat(each.fields()).containsEntry("Success", "true"));
    }

    @Test
    void areLeftOutWithoutAFailureWhereProgramsAreNotOpenToUs() {
        member(ada, "Attended", LONG_AGO);
        member(bob, "Attended", LAST_YEAR);
        watched.between((call, next) ->
                call.path().contains("/asset/v1/programs.json") ? refused("603", "Access denied") : next.apply(call));

        assertThat(keys(caughtUp(Cursor.BEGINNING))).hasSize(1).allMatch(key -> key.startsWith(key(bob, "")));
    }

    private static HttpAnswer refused(String code, String message) {
        return HttpAnswer.json(200, ScriptedMarketo.error(code, message));
    }

    private String key(long lead, String suffix) {
        return "member:" + webinar + ":" + lead + suffix;
    }

    private long lead(String name) {
        return vendor.instance()
                .lead(Map.of("lastName", name, "email", name + "@example.org", "createdAt", LONG_AGO.toString()));
    }

    private void member(long lead, String status, Instant at) {
        vendor.instance().member(webinar, lead, status, at);
    }

    private static List<String> keys(List<Change.Present> changes) {
        return changes.stream()
                .map(each -> each.ref().id() + " " + each.version())
                .toList();
    }

    private List<Change.Present> caughtUp(Cursor from) {
        List<Change.Present> changes = new ArrayList<>();
        PullPage page = adapter.pull(RecordKind.RESPONSE, from);
        take(page, changes);
        while (!(page.progress() instanceof Progress.CaughtUp)) {
            page = adapter.pull(RecordKind.RESPONSE, page.next());
            take(page, changes);
        }
        return changes;
    }

    private void take(PullPage page, List<Change.Present> into) {
        page.changes().forEach(each -> into.add((Change.Present) each));
        if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
    }

    private Cursor cursor(Cursor from) {
        PullPage page = adapter.pull(RecordKind.RESPONSE, from);
        while (!(page.progress() instanceof Progress.CaughtUp)) page = adapter.pull(RecordKind.RESPONSE, page.next());
        return page.next();
    }

    private CrmAdapter adapter() {
        return vendor.adapter(
                vendor.mapping(),
                Access.RIGHT,
                Map.of("base-url", watched.url(), "first-load-from", "2006-01-01", "daily-quota", "50000"));
    }
}
