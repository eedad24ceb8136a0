package io.onefunnel.pull;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.state.Runs.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A pull")
class PullTest extends ScriptedPull {
    @Test
    void asksForWhatOthersReferToFirstAndForEveryKind() throws InterruptedException {
        run();
        assertThat(vendor.asked).containsExactlyInAnyOrder(RecordKind.values());
        assertThat(vendor.asked.indexOf(RecordKind.USER)).isLessThan(vendor.asked.indexOf(RecordKind.PERSON));
        assertThat(vendor.asked.indexOf(RecordKind.PERSON)).isLessThan(vendor.asked.indexOf(RecordKind.TOUCH));
    }

    @Test
    void storesEveryPageWithItsCursorUntilItIsCaughtUp() throws InterruptedException {
        vendor.page(RecordKind.PERSON, MORE, List.of(person("1")))
                .page(RecordKind.PERSON, MORE, List.of())
                .page(RecordKind.PERSON, DONE, List.of(person("2")));
        Pull.Result result = run();
        assertThat(store.mirror.observed()).hasSize(2);
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(new Cursor("3"));
        assertThat(result.read()).containsEntry(RecordKind.PERSON, 2);
        assertThat(result.shortfalls()).isEmpty();
    }

    @Test
    void goesOnWhereTheLastOneStopped() throws InterruptedException {
        vendor.page(RecordKind.PERSON, MORE, List.of(person("1"))).then(RecordKind.PERSON, next -> {
            throw new IllegalStateException("the process dies here");
        });
        assertThatThrownBy(this::run).hasMessage("the process dies here");
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(new Cursor("1"));
    }

    @Test
    void tellsTheStoreHowFarBackItCouldSee() throws InterruptedException {
        vendor.keeps(RecordKind.TOUCH, Duration.ofDays(90));
        run();
        assertThat(store.mirror.stored)
                .filteredOn(page -> page.kind() == RecordKind.TOUCH)
                .extracting(Mirror.Page::reach)
                .containsExactly(new Mirror.Reach(NOW, Optional.of(Duration.ofDays(90))));
        assertThat(store.mirror.stored)
                .filteredOn(page -> page.kind() == RecordKind.PERSON)
                .extracting(Mirror.Page::reach)
                .containsExactly(new Mirror.Reach(NOW, Optional.empty()));
    }

    @Test
    void waitsForAVendorThatPreparesItsAnswer() throws InterruptedException {
        vendor.page(RecordKind.PERSON, new Progress.Wait(NOW.plusSeconds(30)), List.of())
                .page(RecordKind.PERSON, new Progress.Wait(NOW.minusSeconds(1)), List.of())
                .page(RecordKind.PERSON, DONE, List.of(person("1")));
        run();
        assertThat(pauses).containsExactly(Duration.ofSeconds(30));
        assertThat(store.mirror.observed()).hasSize(1);
    }

    @Test
    void keepsThePlaceOfAKindThatIsPutOffSaysWhenItGoesOnAndReadsTheOthers() throws InterruptedException {
        Instant midnight = Instant.parse("2026-03-03T06:00:00Z");
        Change gone = new Change.Deleted(new SourceRef(CRM, RecordKind.PERSON, "9"), NOW);
        vendor.page(RecordKind.PERSON, MORE, List.of(person("1"), gone))
                .page(
                        RecordKind.PERSON,
                        new Progress.Postponed(midnight, "the day's extracts are spent until midnight in Chicago"),
                        List.of(person("2")))
                .page(RecordKind.PERSON, DONE, List.of(person("3")))
                .page(RecordKind.TOUCH, DONE, List.of());

        Pull.Result result = run();

        assertThat(pauses).isEmpty();
        assertThat(vendor.asked).contains(RecordKind.TOUCH, RecordKind.MEETING);
        assertThat(store.mirror.observed()).as("also what was held back").hasSize(3);
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(new Cursor("2"));
        assertThat(result.shortfalls())
                .containsExactly(new Shortfall(
                        "crm PERSON",
                        "the day's extracts are spent until midnight in Chicago",
                        "nothing; the first run after 2026-03-03T06:00:00Z goes on by itself"));
        assertThat(run().shortfalls()).isEmpty();
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(new Cursor("3"));
    }

    @Test
    void setsARecordAsideThatCannotBeReadAndKeepsTheOthers() throws InterruptedException {
        // A deal without a readable beginning can be counted nowhere.
        Change broken = deal("broken", "the day before yesterday");
        Change unreadable = new Change.Unreadable(dealRef("worse"), "<html>", "this is no record");
        vendor.page(
                RecordKind.OPPORTUNITY,
                DONE,
                List.of(deal("1", "2026-01-05T08:00:00Z"), broken, unreadable, deal("2", "2026-01-05T08:00:00Z")));
        Pull.Result result = run();
        assertThat(result.quarantined()).isEqualTo(2);
        assertThat(result.changed()).isEqualTo(2);
        assertThat(store.mirror.observed().stream()
                        .filter(Observed.Quarantined.class::isInstance)
                        .map(each -> ((Observed.Quarantined) each).unreadable().ref()))
                .containsExactly(dealRef("broken"), dealRef("worse"));
        assertThat(result.shortfalls()).singleElement().satisfies(shortfall -> {
            assertThat(shortfall.what()).isEqualTo("2 records of crm");
            assertThat(shortfall.remedy()).contains("--quarantine");
        });
    }

    @Test
    void saysInTheShortfallNothingOfWhatTheRecordHolds() throws InterruptedException {
        vendor.page(RecordKind.OPPORTUNITY, DONE, List.of(deal("1", "ada@acme.example")));
        assertThat(run().shortfalls().toString()).contains("quarantine").doesNotContain("ada");
    }

    @Test
    void namesAKindThatFailsAndGoesOnWithTheOthers() throws InterruptedException {
        vendor.then(RecordKind.PERSON, next -> {
                    throw new AdapterException(AdapterErrorCode.PERMISSION_MISSING, "crm: no right to read Lead");
                })
                .page(RecordKind.TOUCH, DONE, List.of());
        Pull.Result result = run();
        assertThat(vendor.asked).contains(RecordKind.TOUCH, RecordKind.MEETING);
        assertThat(result.shortfalls())
                .containsExactly(new Shortfall(
                        "crm PERSON", "PERMISSION_MISSING: crm: no right to read Lead", "run `onefunnel doctor`"));
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(Cursor.BEGINNING);
    }

    @ParameterizedTest
    @EnumSource(
            value = AdapterErrorCode.class,
            names = {"CREDENTIALS_REFUSED", "WRONG_ACCOUNT", "QUOTA_EXHAUSTED", "UNREACHABLE"})
    void asksNoMoreOfAConnectionThatCannotAnswerAtAll(AdapterErrorCode code) throws InterruptedException {
        vendor.then(RecordKind.CAMPAIGN, next -> {
            throw new AdapterException(code, "crm: no");
        });
        Pull.Result result = run();
        assertThat(vendor.asked).containsExactly(RecordKind.USER, RecordKind.CAMPAIGN);
        assertThat(result.shortfalls()).hasSize(1);
    }

    private static Change deal(String id, String created) {
        return new Change.Present(
                dealRef(id), "Deal", NOW, Map.of("Created", created), Set.of("Created"), Map.of(), List.of());
    }

    private static SourceRef dealRef(String id) {
        return new SourceRef(CRM, RecordKind.OPPORTUNITY, id);
    }
}
