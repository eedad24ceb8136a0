package io.onefunnel.identity;

import static io.onefunnel.identity.People.contact;
import static io.onefunnel.identity.People.hubspot;
import static io.onefunnel.identity.People.lead;
import static io.onefunnel.identity.People.marketo;
import static io.onefunnel.identity.Resolving.PHONE;
import static io.onefunnel.identity.Resolving.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Records are one person")
class ResolverTest {
    @Test
    void whenTheVendorsOwnSyncLinksThem() {
        PersonRecord contact = contact("c").named("Ada", "Lovelace").build();
        PersonRecord synced =
                hubspot("1").named("Charles", "Babbage").linkedTo(contact.ref()).build();
        PersonRecord alsoSynced = marketo("7").linkedTo(contact.ref()).build();
        assertThat(people(contact, synced, alsoSynced)).containsExactly("1 7 c");
        assertThat(rules(contact, synced, alsoSynced)).containsOnly("native-id");
    }

    @Test
    void whenBothAreLinkedToARecordThatWeDoNotHave() {
        PersonRecord one = hubspot("1").linkedTo(contact("gone").build().ref()).build();
        PersonRecord other =
                marketo("7").linkedTo(contact("gone").build().ref()).build();
        assertThat(people(one, other)).containsExactly("1 7");
    }

    @Test
    void whenOneWasConvertedIntoTheOther() {
        PersonRecord contact = contact("c").named("Ada", "King").build();
        PersonRecord converted =
                lead("l").named("A", "Lovelace").convertedTo(contact.ref()).build();
        assertThat(people(contact, converted)).containsExactly("c l");
        assertThat(rules(contact, converted)).containsExactly("converted");
    }

    @Test
    void whenMailboxAndNameAgree() {
        assertThat(people(
                        lead("l").named("Ada", "Lovelace").work("ada@acme.com").build(),
                        hubspot("1")
                                .named("Ada", "Lovelace")
                                .work("ada@acme.com")
                                .build()))
                .containsExactly("1 l");
    }

    @Test
    void whenTheMailboxAgreesAndAnotherRecordHasNoName() {
        PersonRecord named =
                lead("l").named("Ada", "Lovelace").personal("ada@gmail.com").build();
        PersonRecord nameless = marketo("7").personal("ada@gmail.com").build();
        assertThat(people(named, nameless)).containsExactly("7 l");
        assertThat(terms(named, nameless))
                .extracting(MatchTerm::detail)
                .containsExactly("same mailbox, names do not contradict");
    }

    @Test
    void whenANicknameStandsForTheName() {
        assertThat(people(
                        lead("l")
                                .named("Robert", "Smith")
                                .personal("rs@gmail.com")
                                .build(),
                        hubspot("1")
                                .named("Bob", "Smith")
                                .personal("rs@gmail.com")
                                .build(),
                        marketo("7").named("Rob", "Smith").phone(PHONE).build(),
                        contact("c").named("Robert", "Smith").phone(PHONE).build()))
                .containsExactly("1 l", "7 c");
    }

    @Test
    void whenFirstAndLastNameAreSwapped() {
        assertThat(people(
                        lead("l")
                                .named("Ada", "Lovelace")
                                .personal("al@gmail.com")
                                .build(),
                        hubspot("1")
                                .named("Lovelace", "Ada")
                                .personal("al@gmail.com")
                                .build()))
                .containsExactly("1 l");
    }

    @Test
    void whenUmlautsAreSpelledInTwoWays() {
        assertThat(people(
                        lead("l")
                                .named("Jurgen", "Muller")
                                .personal("jm@gmx.de")
                                .build(),
                        hubspot("1")
                                .named("Juergen", "Mueller")
                                .personal("jm@gmx.de")
                                .build()))
                .containsExactly("1 l");
    }

    @Test
    void whenTheirNamesAreInTwoScriptsOnOneMailbox() {
        assertThat(people(
                        lead("l").named("Ivan", "Petrov").personal("ip@mail.ru").build(),
                        hubspot("1")
                                .named("Иван", "Петров")
                                .personal("ip@mail.ru")
                                .build()))
                .containsExactly("1 l");
    }

    @Test
    void whenANameIsSplitAtAnotherPlace() {
        assertThat(people(
                        lead("l").named("小明", "王").personal("wxm@qq.com").build(),
                        hubspot("1").named("", "王小明").personal("wxm@qq.com").build(),
                        marketo("7")
                                .named("Mary Ann", "Smith")
                                .personal("ma@aol.com")
                                .build(),
                        contact("c")
                                .named("Mary", "Ann Smith")
                                .personal("ma@aol.com")
                                .build()))
                .containsExactly("1 l", "7 c");
    }

    @Test
    void whenTheSurnameChangedAndTheGivenNameStayed() {
        assertThat(people(
                        lead("l")
                                .named("Anna", "Schmidt")
                                .personal("anna@web.de")
                                .build(),
                        hubspot("1")
                                .named("Anna", "Weber")
                                .personal("anna@web.de")
                                .build()))
                .containsExactly("1 l");
    }

    @Test
    void whenPhoneAndNameAgreeThoughTheyMovedToAnotherCompany() {
        assertThat(people(
                        lead("l")
                                .named("Ada", "Lovelace")
                                .work("ada@acme.com")
                                .phone(PHONE)
                                .build(),
                        hubspot("1")
                                .named("A", "Lovelace")
                                .work("ada@other.com")
                                .phone(PHONE)
                                .build()))
                .containsExactly("1 l");
    }

    @Test
    void onlyOnceInTheInput() {
        PersonRecord record = lead("1").build();
        assertThatThrownBy(() -> Resolver.resolve(List.of(record, record), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<MatchTerm> terms(PersonRecord... records) {
        return Resolver.resolve(Arrays.asList(records), Set.of()).get(0).terms();
    }

    private static Set<String> rules(PersonRecord... records) {
        return new TreeSet<>(terms(records).stream().map(MatchTerm::rule).toList());
    }
}
