package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.Spoilt;
import io.onefunnel.marketo.Spoilt.Seen;
import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.model.RecordKind;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways of reading that the contract's own mirror does not go. */
@DisplayName("Whichever answer is spoilt, nothing is lost")
class SpoiltPullsTest extends WatchedInstance {
    private static final Instant LONG_AGO = Instant.parse("2022-05-01T08:00:00Z");
    private static final Instant FIRST = Instant.parse("2026-01-10T08:00:00Z");
    private static final Set<AdapterErrorCode> CALLED =
            Set.of(AdapterErrorCode.UNEXPECTED_RESPONSE, AdapterErrorCode.VENDOR_UNAVAILABLE);

    @ParameterizedTest
    @EnumSource
    @DisplayName("of an extract of leads")
    void ofAnExtractOfLeads(Spoilt spoilt) {
        for (int i = 0; i < 5; i++) lead("p" + i, FIRST.plus(Duration.ofDays(8L * i)));
        PersonCursor cursor = PersonCursor.firstLoad(FIRST, clock.instant().minus(PersonPull.OVERLAP));
        cursor = cursor.with(cursor.streams().running(clock.instant()))
                .extracting(
                        Extraction.over(FIRST.getEpochSecond(), clock.instant().getEpochSecond()));

        assertLosesNothing(RecordKind.PERSON, cursor.write(), spoilt, 5);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of an extract of activities")
    void ofAnExtractOfActivities(Spoilt spoilt) {
        long lead = lead("ada", FIRST);
        for (int i = 0; i < 5; i++)
            vendor.instance().activity(lead, 2, FIRST.plus(Duration.ofDays(8L * i)), i, "Form", Map.of("a", "b"));
        EventCursor cursor = EventCursor.read(Cursor.BEGINNING, FIRST);
        StreamPositions streams = StreamPositions.from(clock.instant()).running(clock.instant());
        Extraction past =
                Extraction.over(FIRST.getEpochSecond(), clock.instant().getEpochSecond());
        cursor = cursor.handedOver(groups(), streams, past).recalling(FIRST.getEpochSecond(), null);

        assertLosesNothing(RecordKind.RESPONSE, cursor.write(), spoilt, 5);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of members of programs")
    void ofMembersOfPrograms(Spoilt spoilt) {
        members();

        assertLosesNothing(RecordKind.RESPONSE, Cursor.BEGINNING, spoilt, 4);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of an extract of members")
    void ofAnExtractOfMembers(Spoilt spoilt) {
        members();
        try (RecordingProxy tooMany = new RecordingProxy(call -> call.path().endsWith("/members.json")
                ? HttpAnswer.json(200, ScriptedMarketo.error("1003", "Total membership size exceeds 100,000"))
                : vendor.instance().answer(call))) {
            assertLosesNothing(tooMany, RecordKind.RESPONSE, Cursor.BEGINNING, spoilt, 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of programs")
    void ofPrograms(Spoilt spoilt) {
        for (int i = 0; i < 250; i++) vendor.instance().program("Program " + i, "Webinar", FIRST);

        assertLosesNothing(RecordKind.CAMPAIGN, Cursor.BEGINNING, spoilt, 250);
    }

    private void assertLosesNothing(RecordKind kind, Cursor from, Spoilt spoilt, int records) {
        assertLosesNothing(watched, kind, from, spoilt, records);
    }

    private void assertLosesNothing(RecordingProxy proxy, RecordKind kind, Cursor from, Spoilt spoilt, int records) {
        Map<String, Map<String, String>> whole = new TreeMap<>();
        proxy.forget();
        assertThat(take(proxy, kind, from, whole)).isEmpty();
        assertThat(whole).hasSize(records);
        int calls = (int) proxy.calls().stream()
                .filter(call -> !call.path().contains("/oauth/token"))
                .count();
        assertThat(calls).isGreaterThan(1);

        for (int nth = 0; nth < calls; nth++) {
            Map<String, Map<String, String>> mirror = new TreeMap<>();
            spoilt.nth(proxy, nth, Seen.BY_NOBODY);
            Optional<Cursor> left = take(proxy, kind, from, mirror);
            proxy.between((call, next) -> next.apply(call));
            if (left.isPresent())
                assertThat(take(proxy, kind, left.get(), mirror)).isEmpty();
            assertThat(mirror).as("answer %d of %s spoilt", nth, proxy.calls()).isEqualTo(whole);
        }
    }

    /** Pulls by a new adapter until all is here; where to go on when an answer was refused. */
    private Optional<Cursor> take(
            RecordingProxy proxy, RecordKind kind, Cursor from, Map<String, Map<String, String>> mirror) {
        Cursor at = from;
        try (CrmAdapter adapter = vendor.adapter(
                vendor.mapping(), Access.RIGHT, Map.of("base-url", proxy.url(), "first-load-from", "2006-01-01"))) {
            for (int pages = 0; pages < 100; pages++) {
                PullPage page;
                try {
                    page = adapter.pull(kind, at);
                } catch (AdapterException refused) {
                    assertThat(refused.code()).as(refused.getMessage()).isIn(CALLED);
                    assertThat(refused).hasMessageNotContaining("secret");
                    return Optional.of(at);
                }
                for (Change each : page.changes()) mirror.put(each.ref().id(), ((Change.Present) each).fields());
                if (page.progress() instanceof Progress.CaughtUp) return Optional.empty();
                if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
                at = page.next();
            }
        }
        throw new AssertionError("the pull does not come to an end");
    }

    private void members() {
        vendor.instance().set("retentionDays", "760");
        for (int i = 0; i < 2; i++) {
            long program = vendor.instance().program("Old webinar " + i, "Webinar", LONG_AGO);
            vendor.instance().member(program, lead("a" + i, LONG_AGO), "Attended", LONG_AGO);
            vendor.instance().member(program, lead("b" + i, LONG_AGO), "Invited", LONG_AGO);
        }
    }

    private List<String> groups() {
        return List.of(String.join(
                ",",
                vendor.mapping().typesOf(RecordKind.RESPONSE).stream()
                        .flatMap(type -> MappedType.activityType(type).stream())
                        .toList()));
    }

    private long lead(String name, Instant created) {
        return vendor.instance()
                .lead(Map.of("lastName", name, "email", name + "@example.org", "createdAt", created.toString()));
    }
}
