package io.onefunnel.identity;

import static io.onefunnel.identity.People.contact;
import static io.onefunnel.identity.People.hubspot;
import static io.onefunnel.identity.People.lead;
import static io.onefunnel.identity.Resolving.PHONE;
import static io.onefunnel.identity.Resolving.people;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What looks like one person and is not, or is not said to be. */
@DisplayName("Records are one person")
class KeptApartTest {
    @Test
    @DisplayName("not when they share a switchboard")
    void switchboard() {
        assertThat(people(
                        lead("1").named("Ada", "Lovelace").phone(PHONE).build(),
                        lead("2").named("Charles", "Babbage").phone(PHONE).build(),
                        lead("3").named("John", "Smith").phone(PHONE).build(),
                        lead("4").named("James", "Smith").phone(PHONE).build(),
                        lead("5").named("", "Smith").phone(PHONE).build(),
                        lead("6").phone(PHONE).build()))
                .containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    @DisplayName("not when an initial may be either of two people on one number")
    void ambiguousInitial() {
        assertThat(people(
                        lead("1").named("John", "Smith").phone(PHONE).build(),
                        lead("2").named("James", "Smith").phone(PHONE).build(),
                        lead("3").named("J", "Smith").phone(PHONE).build()))
                .containsExactly("1", "2", "3");
    }

    @Test
    @DisplayName("not when they share the mailbox of a task, unless the name agrees")
    void roleMailbox() {
        assertThat(people(
                        lead("1").named("Ada", "Lovelace").work("info@acme.com").build(),
                        lead("2")
                                .named("Charles", "Babbage")
                                .work("info@acme.com")
                                .build(),
                        lead("3").work("info@acme.com").build(),
                        hubspot("4")
                                .named("Ada", "Lovelace")
                                .work("info@acme.com")
                                .build()))
                .containsExactly("4 1", "2", "3");
    }

    @Test
    @DisplayName("not when everybody can open the mailbox")
    void disposableMailbox() {
        assertThat(people(
                        lead("1")
                                .named("Ada", "Lovelace")
                                .email("x@mailinator.com", Email.Kind.DISPOSABLE)
                                .build(),
                        lead("2")
                                .email("x@mailinator.com", Email.Kind.DISPOSABLE)
                                .build()))
                .containsExactly("1", "2");
    }

    @Test
    @DisplayName("not when father and son share a mailbox, nor does a nameless record join them")
    void fatherAndSon() {
        assertThat(people(
                        lead("1")
                                .named("John", "Smith")
                                .personal("smiths@aol.com")
                                .build(),
                        lead("2")
                                .named("Michael", "Smith")
                                .personal("smiths@aol.com")
                                .build(),
                        hubspot("3").personal("smiths@aol.com").build()))
                .containsExactly("3", "1", "2");
    }

    @Test
    @DisplayName("not over a nameless record that holds the mailboxes of two people")
    void namelessBridge() {
        PersonRecord father = lead("1")
                .named("John", "Smith")
                .personal("smiths@aol.com")
                .work("john@acme.com")
                .build();
        PersonRecord son = lead("2")
                .named("Michael", "Smith")
                .personal("smiths@aol.com")
                .work("mike@uni.edu")
                .build();
        PersonRecord ofBoth =
                lead("3").work("john@acme.com").work("mike@uni.edu").build();
        assertThat(people(father, son, ofBoth)).containsExactly("1 3", "2");
        PersonRecord stranger =
                lead("4").named("Ada", "Lovelace").work("mike@uni.edu").build();
        assertThat(people(father, stranger, ofBoth)).containsExactly("1 3", "4");
    }

    @Test
    @DisplayName("not when one is the junior and the other the senior")
    void generations() {
        assertThat(people(
                        lead("1")
                                .named(new PersonName("John", "Smith Jr.", "john", "smith"))
                                .personal("smiths@aol.com")
                                .build(),
                        lead("2")
                                .named(new PersonName("John", "Smith Sr.", "john", "smith"))
                                .personal("smiths@aol.com")
                                .build()))
                .containsExactly("1", "2");
    }

    @Test
    @DisplayName("not when given names differ by the letter that makes another name")
    void danielAndDaniela() {
        assertThat(people(
                        lead("1")
                                .named("Mario", "Rossi")
                                .personal("rossi@libero.it")
                                .build(),
                        lead("2")
                                .named("Maria", "Rossi")
                                .personal("rossi@libero.it")
                                .build()))
                .containsExactly("1", "2");
    }

    @Test
    @DisplayName("not when nothing of their names agrees, even at one work mailbox")
    void takenOverWorkMailbox() {
        assertThat(people(
                        lead("1").named("Ada", "Lovelace").work("cfo@acme.com").build(),
                        lead("2")
                                .named("Charles", "Babbage")
                                .work("cfo@acme.com")
                                .build()))
                .containsExactly("1", "2");
    }

    @Test
    @DisplayName("not when an address is none")
    void invalidAddress() {
        assertThat(people(
                        lead("1")
                                .named("Ada", "Lovelace")
                                .email("none", Email.Kind.INVALID)
                                .build(),
                        lead("2")
                                .named("Ada", "Lovelace")
                                .email("none", Email.Kind.INVALID)
                                .build()))
                .containsExactly("1", "2");
    }

    @Test
    @DisplayName("never when a person said they are not, whatever links them and over however many steps")
    void vetoes() {
        PersonRecord one = ada(contact("1")).build();
        PersonRecord bridge = ada(hubspot("2")).linkedTo(one.ref()).build();
        PersonRecord other = ada(lead("3")).build();
        Set<Pair> veto = Set.of(new Pair(other.ref(), one.ref()));
        assertThat(people(veto, one, bridge, other)).containsExactly("2 1", "3");
        assertThat(people(Set.of(new Pair(one.ref(), bridge.ref())), one, bridge))
                .containsExactly("2", "1");
    }

    @Test
    @DisplayName("not by mailbox when a rep ticked that a record is nobody else's duplicate in its system")
    void declaredNotTheSame() {
        PersonRecord one = ada(lead("1")).build();
        PersonRecord other =
                ada(lead("2")).with(Field.OF_NOT_SAME_PERSON, "true").build();
        PersonRecord elsewhere = ada(hubspot("3")).linkedTo(other.ref()).build();
        assertThat(people(one, other, elsewhere)).containsExactly("3 2", "1");
    }

    @Test
    @DisplayName("not by phone when that would make one person of an office; what is left is flagged")
    void oversized() {
        List<PersonRecord> office = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            office.add(lead("l" + i)
                    .named("Ada", "Lovelace")
                    .phone(PHONE)
                    .work("ada" + i / 2 + "@acme.com")
                    .build());
        }
        List<Cluster> clusters = Resolver.resolve(office, Set.of());
        assertThat(clusters).hasSize(15).allMatch(Cluster::oversized);
        assertThat(clusters)
                .allSatisfy(cluster ->
                        assertThat(cluster.terms()).extracting(MatchTerm::rule).containsExactly("email"));
        assertThat(Resolver.resolve(office.subList(0, 25), Set.of()))
                .singleElement()
                .matches(cluster -> !cluster.oversized());
    }

    private static People.Draft ada(People.Draft record) {
        return record.named("Ada", "Lovelace").work("ada@acme.com");
    }
}
