package io.onefunnel.testkit;

import static io.onefunnel.model.Field.LAST_NAME;
import static io.onefunnel.model.Field.OF_HOLD_BACK;
import static io.onefunnel.model.Field.OF_MISSING_FIELDS;
import static io.onefunnel.model.Field.OF_ORIGINAL_SOURCE;
import static io.onefunnel.model.Field.OF_SCORE;
import static io.onefunnel.model.Field.OF_SCORE_AT;
import static io.onefunnel.model.Field.OF_SCORE_VERSION;
import static io.onefunnel.testkit.CallKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing our fields: once, completely, in order, and never over what somebody else just changed. */
interface SetFieldsContract extends ContractPart {
    @Test
    default void valuesOfEveryTypeAreWritten() {
        SourceRef person = bench().addPerson(1);

        WriteResult outcome = write(bench().set(
                        person,
                        Map.of(
                                OF_SCORE, "87",
                                OF_ORIGINAL_SOURCE, "Webinar",
                                OF_SCORE_AT, "2026-03-02T08:15:30Z",
                                OF_HOLD_BACK, "true")));

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(outcome.target()).isEqualTo(person);
        assertThat(new BigDecimal(vendor().value(person, OF_SCORE))).isEqualByComparingTo("87");
        assertThat(vendor().value(person, OF_ORIGINAL_SOURCE)).isEqualTo("Webinar");
        assertThat(Instant.parse(vendor().value(person, OF_SCORE_AT))).isEqualTo("2026-03-02T08:15:30Z");
        assertThat(vendor().value(person, OF_HOLD_BACK)).isEqualTo("true");
        assertThat(vendor().value(person, LAST_NAME)).isEqualTo("Lovelace1");
    }

    @Test
    default void theEmptyTextClearsAField() {
        SourceRef person = bench().addPerson(1);
        vendor().edit(person, Map.of(OF_SCORE, "12", OF_ORIGINAL_SOURCE, "Webinar", OF_SCORE_VERSION, "v1"));

        WriteResult outcome = write(bench().set(person, Map.of(OF_SCORE, "", OF_ORIGINAL_SOURCE, "")));

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().value(person, OF_SCORE)).isEmpty();
        assertThat(vendor().value(person, OF_ORIGINAL_SOURCE)).isEmpty();
        assertThat(vendor().value(person, OF_SCORE_VERSION)).isEqualTo("v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Łukasz, Żółć; 王小明 | محمد",
                "Ωμέγα \"О'Коннор\" 🚀",
                "<b>R&D</b> ]]> && 100 % {x}",
                "\\back \\n slash, comma"
            })
    default void textInEveryAlphabetSurvivesWriting(String text) {
        SourceRef person = bench().addPerson(1);

        assertThat(write(bench().set(person, Map.of(OF_ORIGINAL_SOURCE, text))))
                .isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().value(person, OF_ORIGINAL_SOURCE)).isEqualTo(text);
    }

    @Test
    default void everyCommandHasItsOutcomeInItsPlace() {
        CrmAdapter adapter = bench().adapter();
        int count = Math.min(bench().writer(adapter, SetFields.class).batchSize() + 5, 1_000);
        List<SourceRef> people = bench().addPeople(count);
        List<SetFields> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) commands.add(bench().score(people.get(i), i));

        List<WriteResult> outcomes = bench().writer(adapter, SetFields.class).write(commands);

        assertThat(outcomes).extracting(WriteResult::target).containsExactlyElementsOf(people);
        assertThat(outcomes).hasOnlyElementsOfType(WriteResult.Written.class);
        for (int i = 0; i < count; i++) {
            assertThat(new BigDecimal(vendor().value(people.get(i), OF_SCORE))).isEqualByComparingTo("" + i);
        }
    }

    @Test
    default void noCommandsHaveNoOutcomesAndCostNoCall() {
        CrmAdapter adapter = bench().adapter();
        long calls = vendor().calls();

        assertThat(bench().writer(adapter, SetFields.class).write(List.of())).isEmpty();
        assertThat(bench().writer(adapter, SetFields.class).settle(List.of())).isEmpty();
        assertThat(vendor().calls()).isEqualTo(calls);
    }

    @Test
    default void oneRefusedRecordDoesNotStopTheOthers() {
        List<SourceRef> people = bench().addPeople(5);
        vendor().refuseWritesTo(people.get(0));

        List<WriteResult> outcomes = writeScores(people);

        assertThat(outcomes).extracting(WriteResult::target).containsExactlyElementsOf(people);
        for (int i = 1; i < people.size(); i++) {
            assertThat(outcomes.get(i)).isInstanceOf(WriteResult.Written.class);
            assertThat(vendor().value(people.get(i), OF_SCORE)).isNotEmpty();
        }
        assertThat(outcomes.get(0)).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID);
            assertThat(rejected.vendorMessage()).isNotBlank();
        });
        assertThat(vendor().value(people.get(0), OF_SCORE)).isEmpty();
    }

    @Test
    default void aRecordThatIsGoneDoesNotStopTheOthers() {
        List<SourceRef> people = bench().addPeople(3);
        vendor().delete(people.get(1));

        List<WriteResult> outcomes = writeScores(people);

        assertThat(outcomes.get(0)).isInstanceOf(WriteResult.Written.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_GONE));
        assertThat(outcomes.get(2)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    default void aRecordThatIsLockedForAMomentIsWrittenInTheEnd() {
        Assumptions.assumeFalse(lacks(Behaviour.LOCKS_RECORDS), "this vendor locks no record");
        List<SourceRef> people = bench().addPeople(3);
        vendor().inject(Trouble.RECORD_LOCKED, WRITE, 0, 1);

        assertThat(writeScores(people)).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(vendor().audit()).hasSize(3);
    }

    @Test
    default void aRepeatedWriteLeavesTheVendorAsItWas() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        SetFields command = bench().set(person, Map.of(OF_SCORE, "40", OF_ORIGINAL_SOURCE, "Fair"));
        bench().write(adapter, SetFields.class, command);

        WriteResult again = bench().write(adapter, SetFields.class, command);

        assertThat(again).isInstanceOfAny(WriteResult.Unchanged.class, WriteResult.Written.class);
        assertThat(new BigDecimal(vendor().value(person, OF_SCORE))).isEqualByComparingTo("40");
        assertThat(vendor().value(person, OF_ORIGINAL_SOURCE)).isEqualTo("Fair");
    }

    @Test
    default void whatWasWrittenIsWhatIsRead() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        Map<Field, String> values = Map.of(
                OF_SCORE,
                "87",
                OF_ORIGINAL_SOURCE,
                "Webinar",
                OF_SCORE_AT,
                "2026-03-02T08:15:30Z",
                OF_HOLD_BACK,
                "true");
        bench().write(adapter, SetFields.class, bench().set(person, values));

        Change.Present read = (Change.Present) adapter.read(List.of(person)).get(0);

        // A difference between what is written and what is read would be planned and written again for ever.
        values.forEach((field, value) -> assertThat(Mappings.value(bench().mapping(), read, field))
                .as("%s", field)
                .contains(value));
    }

    @Test
    default void aConnectionThatBreaksAfterTheWriteLeavesItUnknownAndReadingSettlesIt() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        SetFields command =
                bench().set(person, Map.of(OF_SCORE, "55", OF_MISSING_FIELDS, "", OF_SCORE_AT, "2026-03-02T08:15:30Z"));
        vendor().inject(Trouble.RESET_AFTER, WRITE, 0, 1);

        assertThat(bench().write(adapter, SetFields.class, command)).isInstanceOf(WriteResult.Unknown.class);
        WriteResult settled = bench().settle(bench().adapter(), SetFields.class, command);

        assertThat(settled).isInstanceOf(WriteResult.Written.class);
        assertThat(settled.target()).isEqualTo(person);
        assertThat(vendor().audit()).as("writes at the vendor").hasSize(1);
    }

    @Test
    default void aConnectionThatBreaksBeforeTheWriteLeavesItUnknownAndReadingSettlesIt() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        SetFields command = bench().score(person, 55);
        vendor().inject(Trouble.RESET_BEFORE, WRITE, 0, 1);

        assertThat(bench().write(adapter, SetFields.class, command)).isInstanceOf(WriteResult.Unknown.class);

        assertThat(bench().settle(bench().adapter(), SetFields.class, command))
                .isInstanceOf(WriteResult.NotApplied.class);
        assertThat(vendor().audit()).isEmpty();
        assertThat(vendor().value(person, OF_SCORE)).isEmpty();
    }

    @Test
    default void aBatchOfUnknownsIsSettledInOrder() {
        List<SourceRef> people = bench().addPeople(3);
        List<SetFields> commands =
                people.stream().map(person -> bench().score(person, 7)).toList();
        vendor().edit(people.get(0), Map.of(OF_SCORE, "7"));
        vendor().delete(people.get(2));

        List<WriteResult> settled =
                bench().writer(bench().adapter(), SetFields.class).settle(commands);

        assertThat(settled).extracting(WriteResult::target).containsExactlyElementsOf(people);
        assertThat(settled.get(0)).isInstanceOf(WriteResult.Written.class);
        assertThat(settled.get(1)).isInstanceOf(WriteResult.NotApplied.class);
        assertThat(settled.get(2)).isNotInstanceOf(WriteResult.Written.class);
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void aWriteWhoseExpectationsHoldIsWritten() {
        SourceRef person = bench().addPerson(1);
        vendor().edit(person, Map.of(OF_SCORE, "40"));

        WriteResult outcome = write(new SetFields(
                bench().intent(),
                person,
                Map.of(OF_SCORE, "60"),
                Map.of(LAST_NAME, "Lovelace1", OF_SCORE, "40", OF_ORIGINAL_SOURCE, "")));

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(new BigDecimal(vendor().value(person, OF_SCORE))).isEqualByComparingTo("60");
    }

    @Test
    default void aWriteWhoseExpectationsMovedIsStaleAndWritesNothing() {
        List<SourceRef> people = bench().addPeople(2);
        vendor().edit(people.get(0), Map.of(OF_ORIGINAL_SOURCE, "Fair"));
        SetFields stale = new SetFields(
                bench().intent(), people.get(0), Map.of(OF_SCORE, "60"), Map.of(OF_ORIGINAL_SOURCE, "Webinar"));
        SetFields fresh =
                new SetFields(bench().intent(), people.get(1), Map.of(OF_SCORE, "61"), Map.of(OF_ORIGINAL_SOURCE, ""));

        List<WriteResult> outcomes =
                bench().writer(bench().adapter(), SetFields.class).write(List.of(stale, fresh));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Stale.class,
                        found -> assertThat(found.found()).containsEntry(OF_ORIGINAL_SOURCE, "Fair"));
        assertThat(outcomes.get(1)).isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().value(people.get(0), OF_SCORE)).isEmpty();
        assertThat(vendor().audit()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = RecordKind.class,
            names = {"COMPANY", "OPPORTUNITY"})
    default void oursOnCompaniesAndOpportunitiesAreWrittenWhereTheyAreMapped(RecordKind kind) {
        Field field = kind == RecordKind.COMPANY ? Field.OF_ACCOUNT_SCORE : OF_ORIGINAL_SOURCE;
        String value = kind == RecordKind.COMPANY ? "42" : "Webinar";
        boolean mapped = bench().mapping().typesOf(kind).stream()
                .anyMatch(type -> type.writes().contains(field));
        if (!mapped) return; // nothing of ours is mapped there, so nothing can be planned
        SourceRef record = vendor().add(kind, Map.of(Field.NAME, "Engines"));

        assertThat(write(bench().set(record, Map.of(field, value)))).isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().value(record, field)).startsWith(value);
    }

    private WriteResult write(SetFields command) {
        return bench().write(bench().adapter(), SetFields.class, command);
    }

    private List<WriteResult> writeScores(List<SourceRef> people) {
        List<SetFields> commands =
                people.stream().map(person -> bench().score(person, 33)).toList();
        List<WriteResult> outcomes =
                bench().writer(bench().adapter(), SetFields.class).write(commands);
        assertThat(outcomes).hasSize(people.size());
        return outcomes;
    }
}
