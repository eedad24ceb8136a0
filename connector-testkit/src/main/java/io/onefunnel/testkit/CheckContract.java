package io.onefunnel.testkit;

import static io.onefunnel.model.Field.AREA_OF_INTEREST;
import static io.onefunnel.model.Field.LAST_NAME;
import static io.onefunnel.model.Field.SEGMENT;
import static io.onefunnel.model.Field.TITLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.testkit.TestBench.Pulled;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What an admin learns before anything is read or written: every problem at once, by name. */
interface CheckContract extends ContractPart {
    @Test
    default void aRightConnectionIsUsableAndNamesItsAccount() {
        Readiness readiness = bench().adapter().check();

        assertThat(readiness.usable())
                .as("usable, with %s", readiness.problems())
                .isTrue();
        assertThat(readiness.accountId()).contains(vendor().accountId());
        assertThat(readiness.environment()).isNotBlank();
        assertThat(vendor().audit()).as("writes of a check").isEmpty();
    }

    @Test
    default void wrongCredentialsAreNamedAndBlock() {
        Readiness readiness = bench().adapter(Access.WRONG_CREDENTIALS).check();

        assertBlockedBy(readiness, AdapterErrorCode.CREDENTIALS_REFUSED);
        assertThat(readiness.toString()).doesNotContain(VendorFixture.WRONG_SECRET);
    }

    @Test
    default void aPullWithWrongCredentialsIsRefusedAndDoesNotShowThem() {
        CrmAdapter adapter = bench().adapter(Access.WRONG_CREDENTIALS);

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> bench().pullPeople(adapter, Cursor.BEGINNING));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
        for (Throwable each = refused; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each.getMessage())).doesNotContain(VendorFixture.WRONG_SECRET);
        }
    }

    @Test
    default void aHostThatCannotBeReachedIsNamedAndBlocks() {
        assertBlockedBy(bench().adapter(Access.UNREACHABLE_HOST).check(), AdapterErrorCode.UNREACHABLE);
    }

    @Test
    default void aPullFromAHostThatCannotBeReachedSaysSo() {
        CrmAdapter adapter = bench().adapter(Access.UNREACHABLE_HOST);

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> bench().pullPeople(adapter, Cursor.BEGINNING));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
        assertThat(refused).hasMessageContaining(vendor().connection().value());
    }

    @Test
    default void anotherAccountThanThePinnedOneBlocks() {
        Readiness readiness = bench().adapterOfAnotherAccount(bench().mapping()).check();

        assertBlockedBy(readiness, AdapterErrorCode.WRONG_ACCOUNT);
        assertThat(readiness.accountId()).as("the account that answered").contains(vendor().accountId());
    }

    @Test
    default void everyProblemIsNamedAtOnce() {
        Mapping mapping = Mappings.with(
                Mappings.with(bench().mapping(), RecordKind.PERSON, SEGMENT, absent("_one")),
                RecordKind.PERSON,
                AREA_OF_INTEREST,
                absent("_two"));

        Readiness readiness = bench().adapterOfAnotherAccount(mapping).check();

        assertThat(readiness.problems())
                .extracting(Problem::code)
                .contains(AdapterErrorCode.WRONG_ACCOUNT, AdapterErrorCode.FIELD_NOT_READABLE);
        assertThat(readiness.problems()).anyMatch(problem -> problem.what().contains(absent("_one")));
        assertThat(readiness.problems()).anyMatch(problem -> problem.what().contains(absent("_two")));
        assertThat(readiness.problems())
                .allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
    }

    @Test
    default void aFieldThatIsNotThereLimitsAndDoesNotBlock() {
        Mapping mapping = Mappings.with(bench().mapping(), RecordKind.PERSON, SEGMENT, absent(""));

        Readiness readiness = bench().adapter(mapping, Access.RIGHT).check();

        assertThat(readiness.usable()).isTrue();
        assertThat(readiness.problems())
                .filteredOn(problem -> problem.what().contains(absent("")))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.severity()).isNotEqualTo(Severity.BLOCKS));
    }

    @Test
    default void aFieldThatIsNotThereIsUnknownAndTheOthersAreRead() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();
        Mapping mapping = Mappings.with(bench().mapping(), RecordKind.PERSON, SEGMENT, absent(""));
        CrmAdapter adapter = bench().adapter(mapping, Access.RIGHT);

        List<Change> pulled = bench().pullPeople(adapter, Cursor.BEGINNING).changes();
        List<Change> read = adapter.read(List.of(person));

        assertThat(pulled).isNotEmpty();
        assertThat(read).isNotEmpty();
        for (Change change : List.of(pulled.get(0), read.get(0))) {
            assertThat(change).isInstanceOfSatisfying(Change.Present.class, present -> {
                assertThat(present.fetched()).doesNotContain(absent(""));
                assertThat(present.fields()).doesNotContainKey(absent(""));
                assertThat(Mappings.value(mapping, present, LAST_NAME)).contains("Lovelace1");
            });
        }
    }

    @Test
    default void aFieldThatIsHiddenFromNowOnIsUnknownAndNotEmpty() {
        Assumptions.assumeFalse(lacks(Behaviour.HIDES_FIELDS), "this vendor hides no single field");
        SourceRef person = bench().addPerson(1);
        vendor().edit(person, Map.of(TITLE, "Director"));
        bench().aWhilePasses();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(bench().adapter(), Cursor.BEGINNING);
        mirror.take(first.changes());
        Change.Present before = mirror.present(person).orElseThrow();
        String title = Mappings.nameOf(bench().mapping(), before, TITLE);
        assertThat(before.fields()).containsEntry(title, "Director");
        bench().aWhilePasses();
        vendor().hide(RecordKind.PERSON, TITLE);
        vendor().edit(person, Map.of(LAST_NAME, "King"));
        bench().aWhilePasses();

        CrmAdapter adapter = bench().adapter();
        mirror.take(bench().pullPeople(adapter, first.next()).changes());

        Change.Present after = mirror.present(person).orElseThrow();
        assertThat(Mappings.value(bench().mapping(), after, LAST_NAME)).contains("King");
        assertThat(after.fetched()).doesNotContain(title);
        assertThat(after.fields()).doesNotContainKey(title);
        assertThat(adapter.check().problems())
                .anyMatch(problem -> problem.code() == AdapterErrorCode.FIELD_NOT_READABLE
                        && problem.what().contains(title));
    }

    @Test
    default void aCheckDoesNotMakeUpProblemsOfMappedFieldsThatAreThere() {
        List<Problem> problems = bench().adapter().check().problems();
        Mapping.Type people = bench().mapping().typesOf(RecordKind.PERSON).get(0);
        for (Field field : List.of(LAST_NAME, Field.EMAIL, Field.OF_SCORE)) {
            String name = people.nameOf(field).orElseThrow();
            assertThat(problems)
                    .noneMatch(problem -> problem.code() == AdapterErrorCode.FIELD_NOT_READABLE
                            && problem.what().matches(".*\\b" + Pattern.quote(name) + "\\b.*"));
        }
    }

    private String absent(String suffix) {
        return vendor().absentFieldName() + suffix;
    }

    private static void assertBlockedBy(Readiness readiness, AdapterErrorCode code) {
        assertThat(readiness.usable()).isFalse();
        assertThat(readiness.problems())
                .filteredOn(problem -> problem.severity() == Severity.BLOCKS)
                .extracting(Problem::code)
                .contains(code);
        assertThat(readiness.problems()).allSatisfy(problem -> {
            assertThat(problem.what()).isNotBlank();
            assertThat(problem.remedy()).isNotBlank();
        });
    }
}
