package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from a refusal, over HTTP: the rows of the table in docs/developer/hubspot.md. */
@DisplayName("When HubSpot refuses, the adapter")
class RefusalsTest extends CountedPortal {
    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        adapter.close();
    }

    @ParameterizedTest
    @CsvSource({"SECONDLY,1", "TEN_SECONDLY_ROLLING,10"})
    @DisplayName("because of too many calls, waits as long as HubSpot's own client, and longer after each refusal")
    void rateLimitsAreWaitedFor(String policy, int seconds) {
        person();
        for (int i = 0; i < 2; i++) fixture.fault("rate-limit", "contacts", Map.of("policy", policy));

        assertThat(read()).isNotEmpty();

        Duration waited = Duration.between(MORNING, clock.instant());
        assertThat(waited).isBetween(Duration.ofSeconds(3L * seconds), Duration.ofSeconds(4L * seconds));
        assertThat(calls).containsEntry("list contacts", 3);
    }

    @Test
    @DisplayName("because the day's calls are used up, sends nothing more until midnight of the portal's zone")
    void aSpentDayEndsAtThePortalsMidnight() {
        adapter.check();
        fixture.fault("rate-limit", "contacts", Map.of("policy", "DAILY"));
        Instant midnight = Instant.parse("2026-03-03T05:00:00Z");

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED))
                .satisfies(e -> assertThat(e.notBefore()).contains(midnight));
        long before = fixture.calls();
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> adapter.pull(RecordKind.COMPANY, Cursor.BEGINNING));
        assertThat(fixture.calls()).as("nothing was sent").isEqualTo(before);
        clock.advance(Duration.between(clock.instant(), midnight).plusSeconds(1));
        assertThat(read()).isEmpty();
    }

    @Test
    @DisplayName("nothing yet, but has made its part of the portal's calls, leaves the rest to others until midnight")
    void othersHaveTheirPart() {
        fixture.portal().set("callsPerDay", "40");
        try (CrmAdapter modest = fixture.adapter(fixture.mapping(), Access.RIGHT, Map.of("budget-day-share", "0.25"))) {
            for (int i = 0; i < 10; i++) modest.pull(RecordKind.PERSON, Cursor.BEGINNING);
            long before = fixture.calls();

            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> modest.pull(RecordKind.PERSON, Cursor.BEGINNING))
                    .withMessageContaining("budget-day-share")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED))
                    .satisfies(e -> assertThat(e.notBefore()).contains(Instant.parse("2026-03-03T00:00:00Z")));

            assertThat(fixture.calls()).isEqualTo(before);
            clock.advance(Duration.ofHours(24));
            assertThat(modest.pull(RecordKind.PERSON, Cursor.BEGINNING).changes())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("because the portal moves, waits where that is short, and leaves it to the next run where it is long")
    void aMigrationIsWaitedFor() {
        fixture.fault("error", "contacts", Map.of("status", "477", "retryAfter", "60"));
        assertThat(read()).isEmpty();
        assertThat(clock.instant()).isAfterOrEqualTo(MORNING.plusSeconds(60));
        fixture.fault("error", "contacts", Map.of("status", "477", "retryAfter", "7200"));

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.code()).isEqualTo(AdapterErrorCode.RATE_LIMITED))
                .satisfies(
                        e -> assertThat(e.notBefore()).contains(clock.instant().plus(Duration.ofHours(2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 520, 522, 524})
    @DisplayName("by a gateway that may have passed a write on, asks what became of it instead of sending it again")
    void aWriteThatMayHaveArrivedIsSettled(int status) {
        SetFields command = score(person());
        fixture.fault("html", "batch/update", Map.of("status", Integer.toString(status)));

        assertThat(write(command)).isInstanceOf(WriteResult.Unknown.class);

        assertThat(calls).containsEntry("batch update contacts", 1);
        assertThat(adapter.writer(SetFields.class).orElseThrow().settle(List.of(command)))
                .hasOnlyElementsOfType(WriteResult.NotApplied.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 521, 523, 525, 526})
    @DisplayName("by a gateway that took nothing, sends a write again")
    void aWriteThatWasNotTakenIsRepeated(int status) {
        SetFields command = score(person());
        fixture.fault("html", "batch/update", Map.of("status", Integer.toString(status)));

        assertThat(write(command)).isInstanceOf(WriteResult.Written.class);

        assertThat(calls).containsEntry("batch update contacts", 2);
        assertThat(fixture.audit()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 521, 524})
    @DisplayName("by a gateway, reads again")
    void readsAreRepeated(int status) {
        person();
        fixture.fault("html", "contacts", Map.of("status", Integer.toString(status)));

        assertThat(read()).isNotEmpty();

        assertThat(calls).containsEntry("list contacts", 2);
    }

    @Test
    @DisplayName("because somebody else holds a record, sends a write again after two seconds")
    void aLockIsWaitedFor() {
        SetFields command = score(person());
        fixture.fault("locked", "batch/update", Map.of());

        assertThat(write(command)).isInstanceOf(WriteResult.Written.class);

        assertThat(clock.instant()).isAfterOrEqualTo(MORNING.plusSeconds(2));
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    @DisplayName("a second task with one ledger key, takes the first one for it")
    void aTaskIsThereOnce() {
        SourceRef owner = fixture.addUser("grace@example.com");
        CreateTask task = new CreateTask("i", person(), "key-1", owner, "Call Ada", clock.instant());
        assertThat(adapter.writer(CreateTask.class).orElseThrow().write(List.of(task)))
                .hasOnlyElementsOfType(WriteResult.Written.class);

        assertThat(adapter.writer(CreateTask.class).orElseThrow().write(List.of(task)))
                .hasOnlyElementsOfType(WriteResult.Unchanged.class);

        assertThat(fixture.audit().stream()
                        .filter(entry ->
                                entry.type().equals("tasks") && entry.kind().equals("create")))
                .hasSize(1);
    }

    @Test
    @DisplayName("an address that names too many properties, lists ids and reads the records by them")
    void aListThatIsTooWideIsReadByIds() {
        person();
        Map<Field, Mapping.Source> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            fields.put(field, Mapping.Source.of(field.key() + "_" + "x".repeat(200)));
        }
        fields.put(Field.EMAIL, Mapping.Source.of("email"));
        Mapping.Type shipped = fixture.mapping().typesOf(RecordKind.PERSON).get(0);
        Map<String, Mapping.Type> types = new LinkedHashMap<>();
        types.put(
                "contacts",
                new Mapping.Type(
                        "contacts",
                        RecordKind.PERSON,
                        shipped.personType(),
                        fields,
                        shipped.links(),
                        shipped.writes(),
                        Map.of()));
        try (CrmAdapter wide = fixture.adapter(new Mapping(types), Access.RIGHT)) {
            calls.clear();

            PullPage page = wide.pull(RecordKind.PERSON, Cursor.BEGINNING);

            assertThat(page.changes()).hasSize(1);
            assertThat(calls).containsEntry("list contacts", 2).containsEntry("batch read contacts", 1);
        }
    }

    private List<?> read() {
        return adapter.pull(RecordKind.PERSON, Cursor.BEGINNING).changes();
    }

    private WriteResult write(SetFields command) {
        return adapter.writer(SetFields.class)
                .orElseThrow()
                .write(List.of(command))
                .get(0);
    }

    private SourceRef person() {
        return fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "ada@example.org"));
    }

    private static SetFields score(SourceRef person) {
        return new SetFields("i", person, Map.of(Field.OF_SCORE, "7"), Map.of());
    }
}
