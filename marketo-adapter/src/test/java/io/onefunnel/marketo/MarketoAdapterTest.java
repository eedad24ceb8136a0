package io.onefunnel.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.CallKind;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Marketo adapter")
class MarketoAdapterTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final CrmAdapter adapter = vendor.adapter(vendor.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        vendor.close();
    }

    @Test
    void bringsActivitiesAsTheResponsesAndTouchesThatTheMappingNames() {
        SourceRef ada = person("ada");
        long id = Long.parseLong(ada.id());
        long webinar = vendor.instance().program("Cost of downtime", "Webinar", clock.instant());
        vendor.instance()
                .activity(id, 2, clock.instant(), 7, "Contact us", Map.of("Referrer URL", "https://example.org"));
        vendor.instance().activity(id, 6, clock.instant(), 8, "March letter", Map.of());
        vendor.instance().activity(id, 25, clock.instant(), 9, "A list", Map.of());
        vendor.instance().member(webinar, id, "Attended", clock.instant());

        List<Change> responses = all(RecordKind.RESPONSE);
        List<Change> touches = all(RecordKind.TOUCH);

        assertThat(responses)
                .extracting(each -> ((Change.Present) each).type())
                .containsExactlyInAnyOrder("Fill Out Form", "Change Status in Progression");
        Change.Present attended = (Change.Present) responses.stream()
                .filter(each -> ((Change.Present) each).type().startsWith("Change"))
                .findFirst()
                .orElseThrow();
        assertThat(attended.links())
                .containsEntry(LinkRole.PERSON, List.of(ada.id()))
                .containsEntry(LinkRole.CAMPAIGN, List.of(Long.toString(webinar)));
        assertThat(attended.fields()).containsEntry("Success", "true").containsEntry("New Status", "Attended");
        assertThat(touches).singleElement().isInstanceOfSatisfying(Change.Present.class, touch -> {
            assertThat(touch.type()).isEqualTo("Send Email");
            assertThat(touch.version()).isEqualTo(clock.instant());
            assertThat(touch.ref().kind()).isEqualTo(RecordKind.TOUCH);
        });
    }

    @Test
    void takesAnEmptyPageInTheMiddleForWhatItIs() {
        SourceRef ada = person("ada");
        for (int i = 0; i < 700; i++) {
            vendor.instance().activity(Long.parseLong(ada.id()), 2, clock.instant(), i, "Form", Map.of());
        }
        vendor.instance().set("emptyPageEvery", "2");

        assertThat(all(RecordKind.RESPONSE))
                .hasSize(700)
                .extracting(Change::ref)
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithActivitiesWhereItStopped() {
        SourceRef ada = person("ada");
        vendor.instance().activity(Long.parseLong(ada.id()), 2, clock.instant(), 1, "First", Map.of());
        Cursor caughtUp = last(RecordKind.RESPONSE, Cursor.BEGINNING).next();
        vendor.instance().activity(Long.parseLong(ada.id()), 2, clock.instant(), 2, "Second", Map.of());

        PullPage page = adapter.pull(RecordKind.RESPONSE, caughtUp);

        assertThat(page.changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        response -> assertThat(response.fields()).containsEntry("primaryAttributeValue", "Second"));
    }

    @Test
    void bringsAllProgramsFirstAndThenTheNewOnes() {
        for (int i = 0; i < 450; i++) vendor.instance().program("Program " + i, "Webinar", clock.instant());
        clock.advance(Duration.ofHours(1));
        List<Change> all = all(RecordKind.CAMPAIGN);
        Cursor caughtUp = last(RecordKind.CAMPAIGN, Cursor.BEGINNING).next();
        clock.advance(Duration.ofHours(1));
        vendor.instance().program("One more", "Tradeshow", clock.instant());

        PullPage page = adapter.pull(RecordKind.CAMPAIGN, caughtUp);

        assertThat(all).hasSize(450).extracting(Change::ref).doesNotHaveDuplicates();
        assertThat(((Change.Present) all.get(0)).fields()).containsEntry("createdAt", "2026-03-02T09:00:00Z");
        assertThat(page.changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        program -> assertThat(program.fields()).containsEntry("channel", "Tradeshow"));
    }

    @Test
    void tellsAMergedLeadAsMergedEvenWhereItIsListedAsDeletedToo() {
        vendor.instance().set("mergeLosersInDeleted", "on");
        SourceRef winner = person("ada");
        SourceRef loser = person("ida");
        SourceRef gone = person("eve");
        clock.advance(Duration.ofHours(1));
        Cursor caughtUp = last(RecordKind.PERSON, Cursor.BEGINNING).next();
        vendor.merge(winner, loser);
        vendor.delete(gone);
        Instant happened = clock.instant();
        clock.advance(Duration.ofHours(1));

        List<Change> changes = all(RecordKind.PERSON, caughtUp);

        assertThat(changes)
                .filteredOn(Change.Deleted.class::isInstance)
                .extracting(Change::ref)
                .containsExactly(gone);
        assertThat(changes)
                .filteredOn(Change.MergedInto.class::isInstance)
                .containsExactly(new Change.MergedInto(loser, winner, happened));
        assertThat(adapter.read(List.of(loser, gone)))
                .hasAtLeastOneElementOfType(Change.MergedInto.class)
                .hasAtLeastOneElementOfType(Change.Deleted.class);
    }

    @Test
    void fallsBackToADateWhenATokenIsNoLongerTaken() {
        person("ada");
        clock.advance(Duration.ofHours(1));
        Cursor caughtUp = last(RecordKind.PERSON, Cursor.BEGINNING).next();
        SourceRef eve = person("eve");
        Cursor spoilt = new Cursor(caughtUp.value().replaceAll("\"12,13,22,32\":\"[^\"]*\"", "\"12,13,22,32\":\"!\""));

        assertThat(all(RecordKind.PERSON, spoilt)).extracting(Change::ref).contains(eve);
    }

    @Test
    void publishesDetailsUnderTheirNamesAndTheRestAsText() {
        SourceRef ada = person("ada");
        PublishOutcome outcome = new PublishOutcome(
                "i",
                ada,
                "key-1",
                "Closed-Won",
                clock.instant(),
                Optional.empty(),
                Map.of("amount", "1200.5", "campaign_year", "2026"));

        adapter.writer(PublishOutcome.class).orElseThrow().write(List.of(outcome));

        assertThat(vendor.audit())
                .singleElement()
                .satisfies(entry -> assertThat(entry.values())
                        .containsEntry("primaryAttributeValue", "Closed-Won")
                        .containsEntry("Ledger Key", "key-1")
                        .containsEntry("Amount", "1200.5")
                        .containsEntry("Other Details", "campaign_year: 2026"));
    }

    @Test
    void saysThatANativeSyncOwnsOpportunities() {
        vendor.instance().set("nativeSync", "on");

        Readiness readiness = adapter.check();

        assertThat(readiness.usable()).isTrue();
        assertThat(readiness.problems()).anyMatch(problem -> problem.what().contains("A native CRM sync is on"));
        assertThat(adapter.budget().spent()).isPresent();
        assertThat(adapter.budget().resetsAt()).contains(Instant.parse("2026-03-03T06:00:00Z"));
    }

    @Test
    void doesNotFetchATokenForEachCallOfItsLastMinute() {
        vendor.instance().set("tokenLifetimeSeconds", "30");
        person("ada");
        all(RecordKind.PERSON);
        long before = vendor.calls();

        for (int i = 0; i < 10; i++)
            adapter.read(List.of(new SourceRef(vendor.connection(), RecordKind.PERSON, "100001")));

        assertThat(vendor.calls() - before).isEqualTo(10);
    }

    @Test
    void stopsWhenAFreshTokenIsRefusedToo() {
        SourceRef ada = person("ada");
        vendor.inject(Trouble.TOKEN_EXPIRED, CallKind.ANY, 0, Trouble.FOR_EVER);

        assertThat(catchThrowableOfType(AdapterException.class, () -> adapter.read(List.of(ada)))
                        .code())
                .isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
    }

    @Test
    void splitsAWriteThatWouldExceedAMegabyte() {
        List<SetFields> commands = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            commands.add(new SetFields(
                    "i" + i, person("p" + i), Map.of(Field.OF_MISSING_FIELDS, "x".repeat(5000)), Map.of()));
        }

        List<WriteResult> outcomes =
                adapter.writer(SetFields.class).orElseThrow().write(commands);

        assertThat(outcomes).hasSize(300).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    private SourceRef person(String name) {
        return vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, name + "@example.org", Field.LAST_NAME, name));
    }

    private List<Change> all(RecordKind kind) {
        return all(kind, Cursor.BEGINNING);
    }

    private List<Change> all(RecordKind kind, Cursor from) {
        List<Change> changes = new ArrayList<>();
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(kind, at);
            changes.addAll(page.changes());
            if (page.progress() instanceof Progress.CaughtUp) return changes;
            if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
            at = page.next();
        }
    }

    private PullPage last(RecordKind kind, Cursor from) {
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(kind, at);
            if (page.progress() instanceof Progress.CaughtUp) return page;
            at = page.next();
        }
    }
}
