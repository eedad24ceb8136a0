package io.onefunnel.config;

import static io.onefunnel.model.Field.EMAIL;
import static io.onefunnel.model.Field.OF_OUTCOME;
import static io.onefunnel.model.Field.OF_SCORE;
import static io.onefunnel.model.Field.OF_STAGE;
import static io.onefunnel.model.Field.STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A mapping file")
class MappingFileTest {
    private static final Path MAPPINGS = Path.of(System.getProperty("onefunnel.root", ".."), "config", "mappings");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"salesforce", "hubspot", "marketo"})
    void ofEveryVendorLoadsWithoutAProblem(String vendor) {
        Mapping mapping = MappingFile.read(MAPPINGS.resolve(vendor + ".yaml"));

        assertThat(mapping.typesOf(RecordKind.PERSON)).isNotEmpty().allSatisfy(type -> {
            assertThat(type.nameOf(OF_SCORE)).isPresent();
            assertThat(type.nameOf(EMAIL)).isPresent();
            assertThat(type.writes()).contains(OF_SCORE, OF_STAGE).doesNotContain(EMAIL);
            // Sales answers in the CRM; marketing's systems get a copy.
            assertThat(type.writes().contains(OF_OUTCOME)).isEqualTo(!vendor.equals("salesforce"));
        });
    }

    @Test
    void ofSalesforceSaysWhatItShould() {
        Mapping.Type lead =
                MappingFile.read(MAPPINGS.resolve("salesforce.yaml")).types().get("Lead");

        assertThat(lead).isNotNull();
        assertThat(lead.personType()).isEqualTo(PersonType.PROSPECT);
        assertThat(lead.nameOf(OF_SCORE)).contains("OneFunnel_Score__c");
        Mapping.Source status = lead.fields().get(STATUS);
        assertThat(status).isNotNull();
        assertThat(status.values()).containsEntry("Working - Contacted", "WORKING");
        assertThat(status.otherwise()).contains("WORKING");
        assertThat(lead.links()).containsEntry(LinkRole.CONVERTED_TO, List.of("ConvertedContactId"));
        assertThat(lead.fetched()).contains("OneFunnel_Outcome__c", "Status", "Email");
    }

    @Test
    void readsEveryForm() throws IOException {
        Mapping mapping = read("""
                groups:
                  ours:
                    of_score: score
                    email: groupEmail
                types:
                  People:
                    kind: person
                    person-type: contact
                    include: [ours]
                    also-write: [status]
                    options: {where: a = b, ids: 1}
                    fields:
                      email: [mail, otherMail]
                      status: {from: state, values: {New: NEW}, otherwise: WORKING}
                      channel: {from: [], otherwise: WEB}
                    links:
                      owner: ownerId
                      person: [leadId, contactId]
                """);
        Mapping.Type people = mapping.types().get("People");

        assertThat(people)
                .isEqualTo(new Mapping.Type(
                        "People",
                        RecordKind.PERSON,
                        PersonType.CONTACT,
                        Map.of(
                                OF_SCORE,
                                Mapping.Source.of("score"),
                                EMAIL,
                                new Mapping.Source(List.of("mail", "otherMail"), Map.of(), Optional.empty()),
                                STATUS,
                                new Mapping.Source(List.of("state"), Map.of("New", "NEW"), Optional.of("WORKING")),
                                Field.CHANNEL,
                                new Mapping.Source(List.of(), Map.of(), Optional.of("WEB"))),
                        Map.of(LinkRole.OWNER, List.of("ownerId"), LinkRole.PERSON, List.of("leadId", "contactId")),
                        Set.of(OF_SCORE, STATUS),
                        Map.of("where", "a = b", "ids", "1")));
    }

    @Test
    void namesEveryProblemWithItsLineAndTheNearestName() {
        assertThatThrownBy(() -> read("""
                        groups:
                          ours:
                            of_scor: score
                            of_grade: [a, b]
                        types:
                          People:
                            kind: PERSN
                            inclde: [ours]
                            include: [our]
                            also-write: [emial, title]
                            fields:
                              first_nam: first
                              email: {otherwse: x}
                            links:
                              ownr: ownerId
                          Deals:
                            kind: OPPORTUNITY
                            person-type: CONTACT
                            include: [ours]
                        """))
                .isInstanceOf(SettingsException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())
                                .replace(folder + "/", "")
                                .lines())
                        .containsExactly(
                                "m.yaml:3: groups.ours.of_scor: unknown field; did you mean \"of_score\"?",
                                "m.yaml:7: types.People.kind: \"PERSN\": unknown value; did you mean \"PERSON\"?",
                                "m.yaml:8: types.People.inclde: unknown key; did you mean \"include\"?",
                                "m.yaml:9: types.People.include: \"our\": unknown group; did you mean \"ours\"?",
                                "m.yaml:10: types.People.also-write: \"emial\": unknown field; did you mean"
                                        + " \"email\"?",
                                "m.yaml:10: types.People.also-write: \"title\" is not among the fields of this type",
                                "m.yaml:12: types.People.fields.first_nam: unknown field; did you mean"
                                        + " \"first_name\"?",
                                "m.yaml:13: types.People.fields.email: needs \"from\", or \"otherwise\" for a constant",
                                "m.yaml:13: types.People.fields.email.otherwse: unknown key; did you mean"
                                        + " \"otherwise\"?",
                                "m.yaml:15: types.People.links.ownr: unknown link; did you mean \"owner\"?",
                                "m.yaml:17: types.Deals.fields: \"of_grade\" is written, so it needs exactly one vendor"
                                        + " field",
                                "m.yaml:18: types.Deals.person-type: only a type of kind PERSON has one"));
    }

    @Test
    void withoutATypeIsRefused() {
        assertThatThrownBy(() -> read("groups: {}\n")).hasMessageContaining("types: names no type");
    }

    private Mapping read(String content) throws IOException {
        return MappingFile.read(Files.writeString(folder.resolve("m.yaml"), content));
    }
}
