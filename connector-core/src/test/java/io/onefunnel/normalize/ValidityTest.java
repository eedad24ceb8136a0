package io.onefunnel.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.normalize.Validity.Level;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What we hold of a person")
class ValidityTest {
    private static final List<Field> FIELDS = List.of(
            Field.FIRST_NAME,
            Field.LAST_NAME,
            Field.EMAIL,
            Field.PHONE,
            Field.COMPANY,
            Field.WEBSITE,
            Field.COUNTRY,
            Field.EMAIL_INVALID);
    private static final ConnectionId HERE = new ConnectionId("here");
    private static final Normalizer NORMALIZER = new Normalizer(
            HERE,
            new Mapping(Map.of(
                    "Lead",
                    new Mapping.Type(
                            "Lead",
                            RecordKind.PERSON,
                            PersonType.PROSPECT,
                            FIELDS.stream()
                                    .collect(Collectors.toMap(field -> field, field -> Mapping.Source.of(field.key()))),
                            Map.of(),
                            Set.of(),
                            Map.of()))),
            NativeLinks.none());

    @Test
    void isValidWhenAllMustHaveFieldsAreGood() {
        assertThat(Validity.of(person("Ada", "Lovelace", "ada@acme.com", "", "Acme")))
                .isEqualTo(new Validity(Level.VALID, List.of()));
    }

    @Test
    void isSuspectWithTheFieldsThatAreMissing() {
        Validity validity = Validity.of(person("Ada", "", "ada@gmail.com", "", ""));
        assertThat(validity.level()).isEqualTo(Level.SUSPECT);
        assertThat(validity.missing()).containsExactly(Field.LAST_NAME, Field.COMPANY, Field.WEBSITE);
        assertThat(validity.missingKeys()).isEqualTo("last_name;company;website");
    }

    @Test
    void isSuspectWhenSomethingGivenDoesNotWork() {
        assertThat(Validity.of(person("Ada", "Lovelace", "ada@acme.com", "123", "Acme")))
                .isEqualTo(new Validity(Level.SUSPECT, List.of()));
    }

    @Test
    void isInvalidWhenNothingReachesThePerson() {
        assertThat(Validity.of(person("Ada", "Lovelace", "x@mailinator.com", "", "Acme")))
                .isEqualTo(new Validity(Level.INVALID, List.of(Field.WEBSITE, Field.EMAIL)));
        assertThat(Validity.of(person("Ada", "Lovelace", "nonsense", "123", "Acme"))
                        .level())
                .isEqualTo(Level.INVALID);
        assertThat(Validity.of(person("Ada", "Lovelace", "", "+1 415 555 2671", "Acme"))
                        .level())
                .isEqualTo(Level.SUSPECT);
    }

    @Test
    void isInvalidWhenTheNameIsMadeUp() {
        Validity validity = Validity.of(person("asdf", "asdf", "ada@acme.com", "", "Acme"));
        assertThat(validity.level()).isEqualTo(Level.INVALID);
        assertThat(validity.missing()).containsExactly(Field.FIRST_NAME, Field.LAST_NAME);
    }

    @Test
    void isInvalidWhenTheOnlyAddressBounces() {
        assertThat(Validity.of(record(Map.of(
                        "first_name",
                        "Ada",
                        "last_name",
                        "Lovelace",
                        "company",
                        "Acme",
                        "email",
                        "ada@acme.com",
                        "email_invalid",
                        "true"))))
                .isEqualTo(new Validity(Level.INVALID, List.of(Field.EMAIL)));
    }

    @Test
    void isWhatItsRecordsHaveTogether() {
        PersonRecord one = person("Ada", "Lovelace", "", "", "");
        PersonRecord other = person("", "", "ada@acme.com", "", "Acme");
        assertThat(Validity.of(one).level()).isEqualTo(Level.INVALID);
        assertThat(Validity.of(List.of(one, other)).level()).isEqualTo(Level.VALID);
    }

    private static PersonRecord person(String first, String last, String email, String phone, String company) {
        Map<String, String> fields = Stream.of(
                        Map.entry("first_name", first),
                        Map.entry("last_name", last),
                        Map.entry("email", email),
                        Map.entry("phone", phone),
                        Map.entry("company", company))
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return record(fields);
    }

    private static PersonRecord record(Map<String, String> fields) {
        Set<String> fetched = FIELDS.stream().map(Field::key).collect(Collectors.toSet());
        return NORMALIZER.person(new Change.Present(
                new SourceRef(HERE, RecordKind.PERSON, "1"),
                "Lead",
                Instant.parse("2026-03-02T12:00:00Z"),
                fields,
                fetched,
                Map.of(),
                List.of()));
    }
}
