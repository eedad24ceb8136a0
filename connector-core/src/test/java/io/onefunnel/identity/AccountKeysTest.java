package io.onefunnel.identity;

import static io.onefunnel.identity.People.contact;
import static io.onefunnel.identity.People.hubspot;
import static io.onefunnel.identity.People.lead;
import static io.onefunnel.identity.People.marketo;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.PersonRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The key of a person's account")
class AccountKeysTest {
    @Test
    void isTheDomainOfTheWorkMailbox() {
        PersonRecord record =
                contact("c").work("ada@acme.com").company("other", "US").build();
        assertThat(AccountKeys.of(List.of(record), Map.of(record.ref(), "holding.com")))
                .isEqualTo("acme.com");
    }

    @Test
    void isTheDomainOfTheCompanyRecordBeforeThatOfAWebsite() {
        PersonRecord record =
                contact("c").personal("ada@gmail.com").domain("ada.blog").build();
        assertThat(AccountKeys.of(List.of(record), Map.of(record.ref(), "acme.com")))
                .isEqualTo("acme.com");
        assertThat(AccountKeys.of(List.of(record), Map.of())).isEqualTo("ada.blog");
    }

    @Test
    void isTheCompanyWithItsCountryElse() {
        assertThat(AccountKeys.of(List.of(lead("l").company("acme", "DE").build()), Map.of()))
                .isEqualTo("acme|DE");
    }

    @Test
    void isEmptyWhenNothingTells() {
        assertThat(AccountKeys.of(List.of(lead("l").personal("ada@gmail.com").build()), Map.of()))
                .isEmpty();
    }

    @Test
    void isWhatMostRecordsSayAndTheFirstInOrderAtATie() {
        PersonRecord one = lead("l").work("ada@b.com").build();
        PersonRecord two = hubspot("1").work("ada@a.com").build();
        PersonRecord three = marketo("7").work("ada@b.com").build();
        assertThat(AccountKeys.of(List.of(one, two), Map.of())).isEqualTo("a.com");
        assertThat(AccountKeys.of(List.of(two, one, three), Map.of())).isEqualTo("b.com");
    }
}
