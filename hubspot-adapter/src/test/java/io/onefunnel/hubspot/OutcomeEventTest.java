package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An outcome on a contact's timeline")
class OutcomeEventTest extends CountedPortal {
    private static final String EVENT = "onefunnel_outcome";

    private CrmAdapter adapter = with(EVENT);

    @AfterEach
    void close() {
        adapter.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09", "legacy"})
    @DisplayName("says what happened, when, and what belongs to it")
    void saysWhatHappened(String apiVersion) {
        use(Map.of("outcome-event", "pe424242_onefunnel_outcome", "api-version", apiVersion));
        SourceRef person = person(1);
        Instant at = Instant.parse("2026-02-27T16:30:00Z");
        PublishOutcome won = new PublishOutcome(
                "i",
                person,
                "key-1",
                "Closed-Won",
                at,
                Optional.empty(),
                Map.of(
                        EventAttributes.OUTCOME, "CLOSED_WON",
                        EventAttributes.AMOUNT, "12345.67",
                        EventAttributes.CLOSE_DATE, "2026-02-27",
                        EventAttributes.SUB_REASONS, "A;B"));

        assertThat(write(won)).isInstanceOf(WriteResult.Written.class);

        assertThat(fixture.audit())
                .singleElement()
                .satisfies(entry -> assertThat(entry.values())
                        .containsEntry("objectId", person.id())
                        .containsEntry("label", "Closed-Won")
                        .containsEntry("outcome", "CLOSED_WON")
                        .containsEntry("amount", "12345.67")
                        .containsEntry("close_date", "2026-02-27")
                        .containsEntry("sub_reasons", "A;B")
                        .containsEntry("ledger_key", "key-1"));
        assertThat(settle(won)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("is one for five hundred people in a call, and one look for each hundred of them")
    void fiveHundredInACall() {
        List<PublishOutcome> commands = new ArrayList<>();
        for (int i = 0; i < 500; i++) commands.add(outcome(person(i), "key-" + i, Map.of()));
        adapter.writer(PublishOutcome.class);
        calls.clear();

        assertThat(writeAll(commands)).hasOnlyElementsOfType(WriteResult.Written.class);

        assertThat(calls).containsOnly(Map.entry("send events", 1), Map.entry("batch read contacts", 5));
        assertThat(occurrences()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropped", "refused"})
    @DisplayName(
            "is there once when the process died between the call and its answer, even where HubSpot shows it late")
    void aCrashMakesNoSecondOne(String duplicates) {
        fixture.portal().set("duplicateEvents", duplicates);
        fixture.portal().set("eventLagSeconds", "3600");
        PublishOutcome lost = outcome(person(1), "key-1", Map.of());
        assertThat(write(lost)).isInstanceOf(WriteResult.Written.class);
        // Its outcome was never stored; another process finds the intent and asks what became of it.
        use(Map.of("outcome-event", EVENT));

        assertThat(settle(lost)).isInstanceOf(WriteResult.NotApplied.class);
        WriteResult again = write(lost);

        assertThat(again).isInstanceOfAny(WriteResult.Written.class, WriteResult.Unchanged.class);
        assertThat(occurrences()).isEqualTo(1);
        clock.advance(Duration.ofHours(2));
        assertThat(settle(lost)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("that HubSpot refuses costs no other one: the batch is split until it stands alone")
    void aBadOneStandsAlone() {
        List<PublishOutcome> commands = new ArrayList<>();
        for (int i = 0; i < 8; i++) commands.add(outcome(person(i), "key-" + i, Map.of()));
        fixture.portal().set("duplicateEvents", "refused");
        write(commands.get(5));
        fixture.portal().set("eventLagSeconds", "0");

        List<WriteResult> outcomes = writeAll(commands);

        assertThat(outcomes.get(5)).isInstanceOf(WriteResult.Unchanged.class);
        assertThat(outcomes.stream().filter(WriteResult.Written.class::isInstance))
                .hasSize(7);
        assertThat(occurrences()).isEqualTo(8);
        assertThat(fixture.audit()).noneMatch(WriteAudit.Entry::repeated);
    }

    @Test
    @DisplayName("reaches the record that its contact was merged into, and is found again after a merge")
    void mergesAreFollowed() {
        SourceRef one = person(1);
        SourceRef other = person(2);
        PublishOutcome before = outcome(one, "key-before", Map.of());
        write(before);
        SourceRef survivor = fixture.merge(one, other);
        PublishOutcome after = outcome(other, "key-after", Map.of());

        assertThat(write(after)).isInstanceOf(WriteResult.Written.class);

        assertThat(fixture.audit().get(1).values()).containsEntry("objectId", survivor.id());
        assertThat(settle(before)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("is cut to the 256 characters that an event property takes")
    void longNotesAreCut() {
        String note = "😀".repeat(200);

        assertThat(write(outcome(person(1), "key-1", Map.of(EventAttributes.NOTE, note))))
                .isInstanceOf(WriteResult.Written.class);

        assertThat(fixture.audit().get(0).values().get("note"))
                .hasSizeLessThanOrEqualTo(256)
                .endsWith("😀…");
    }

    @Test
    @DisplayName("is not offered unless an admin names the event")
    void offWithoutTheOption() {
        use(Map.of());

        assertThat(adapter.writer(PublishOutcome.class)).isEmpty();
        assertThat(adapter.check().problems())
                .noneSatisfy(problem -> assertThat(problem.what()).contains("event"));
    }

    @Test
    @DisplayName("is not offered in a portal without an Enterprise hub: doctor says so, and no write fails")
    void offWithoutTheProduct() {
        fixture.portal().set("customEvents", "off");

        assertThat(adapter.writer(PublishOutcome.class)).isEmpty();
        assertThat(adapter.writer(PublishOutcome.class)).isEmpty();
        assertThat(calls).as("asked once").containsEntry("event definition", 1);
        assertThat(aboutEvents()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.LIMITS);
            assertThat(problem.code()).isEqualTo(AdapterErrorCode.PERMISSION_MISSING);
            assertThat(problem.remedy()).contains("Enterprise");
        });
        assertThat(provisioning().plan())
                .noneSatisfy(step -> assertThat(step.what()).contains("custom event"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"analytics.behavioral_events.send", "behavioral_events.event_definitions.read_write"})
    @DisplayName("is not offered while a scope is missing, which doctor names")
    void offWithoutAScope(String missing) {
        String all = fixture.portal().settings().getOrDefault("scopes", "");
        fixture.portal().set("scopes", all.replace(missing, ""));

        assertThat(adapter.writer(PublishOutcome.class)).isEmpty();
        assertThat(aboutEvents())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains(missing));
        fixture.portal().set("scopes", all);
        clock.advance(Duration.ofMinutes(11));
        assertThat(adapter.writer(PublishOutcome.class))
                .as("once it is granted")
                .isPresent();
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    @DisplayName("is defined by provision, in a portal that has no such event, and then offered at once")
    void provisionDefinesTheEvent() {
        fixture.portal().set("onefunnelProperties", "off");
        assertThat(adapter.writer(PublishOutcome.class)).isEmpty();
        assertThat(aboutEvents())
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("onefunnel provision"));
        List<Provisioning.Step> plan = provisioning().plan();
        assertThat(plan)
                .anySatisfy(step -> assertThat(step.what()).isEqualTo("custom event " + EVENT + " of contacts"));

        provisioning().apply(plan);

        assertThat(provisioning().plan()).isEmpty();
        assertThat(aboutEvents()).isEmpty();
        assertThat(write(outcome(person(1), "key-1", Map.of(EventAttributes.REASON, "No budget"))))
                .isInstanceOf(WriteResult.Written.class);
        assertThat(fixture.audit().get(0).values()).containsEntry("reason", "No budget");
        assertThat(provisioning().removable())
                .as("deleting the event would delete what it told")
                .noneSatisfy(step -> assertThat(step.what()).contains("custom event"));
    }

    private Provisioning provisioning() {
        return adapter.provisioning().orElseThrow();
    }

    private List<Problem> aboutEvents() {
        return adapter.check().problems().stream()
                .filter(problem -> problem.what().contains("custom event"))
                .toList();
    }

    private Object occurrences() {
        return fixture.portal().state().getOrDefault("eventOccurrences", 0);
    }

    private PublishOutcome outcome(SourceRef person, String key, Map<String, String> details) {
        return new PublishOutcome("i-" + key, person, key, "Disqualified", clock.instant(), Optional.empty(), details);
    }

    private WriteResult write(PublishOutcome command) {
        return writeAll(List.of(command)).get(0);
    }

    private List<WriteResult> writeAll(List<PublishOutcome> commands) {
        return adapter.writer(PublishOutcome.class).orElseThrow().write(commands);
    }

    private WriteResult settle(PublishOutcome command) {
        return adapter.writer(PublishOutcome.class)
                .orElseThrow()
                .settle(List.of(command))
                .get(0);
    }

    private SourceRef person(int number) {
        return fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "p" + number + "@example.org"));
    }

    private CrmAdapter with(String event) {
        return fixture.adapter(fixture.mapping(), Access.RIGHT, Map.of("outcome-event", event));
    }

    private void use(Map<String, String> options) {
        adapter.close();
        adapter = fixture.adapter(fixture.mapping(), Access.RIGHT, options);
    }
}
