package io.onefunnel.identity;

import static io.onefunnel.identity.People.contact;
import static io.onefunnel.identity.People.hubspot;
import static io.onefunnel.identity.People.lead;
import static io.onefunnel.identity.People.marketo;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.PersonRecord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The record that carries the work")
class ActiveRecordTest {
    private static final String EARLY = "2026-01-01T00:00:00Z";
    private static final String LATE = "2026-02-01T00:00:00Z";

    @Test
    void isTheContactBeforeAnOlderLead() {
        assertThat(active(
                        lead("l").created(EARLY).status(LeadStatus.WORKING).build(),
                        contact("c").created(LATE).build()))
                .isEqualTo("c");
    }

    @Test
    void isAnOpenLeadThatWasMadeAfterTheContact() {
        PersonRecord contact = contact("c").created(EARLY).build();
        assertThat(active(
                        contact, lead("l").created(LATE).status(LeadStatus.NEW).build()))
                .isEqualTo("l");
        assertThat(active(
                        contact,
                        lead("l").created(LATE).status(LeadStatus.UNQUALIFIED).build()))
                .isEqualTo("c");
        assertThat(active(
                        contact, lead("l").created(null).status(LeadStatus.NEW).build()))
                .isEqualTo("c");
    }

    @Test
    void isNeverAConvertedLead() {
        PersonRecord contact = contact("c").created(EARLY).build();
        assertThat(active(
                        contact,
                        lead("l")
                                .created(LATE)
                                .status(LeadStatus.NEW)
                                .convertedTo(contact.ref())
                                .build()))
                .isEqualTo("c");
    }

    @Test
    void isInTheSystemOfRecordBeforeARicherOneElsewhere() {
        assertThat(active(
                        lead("l").build(),
                        hubspot("1")
                                .with(Field.TITLE, "CEO")
                                .with(Field.CITY, "Bonn")
                                .build()))
                .isEqualTo("l");
    }

    @Test
    void isTheMostCompleteOneElsewhereAndThenTheMostRecent() {
        PersonRecord poor = hubspot("1").with(Field.CITY, "").changed(LATE).build();
        PersonRecord rich = marketo("7").with(Field.TITLE, "CEO").changed(EARLY).build();
        PersonRecord richAndLate =
                marketo("8").with(Field.TITLE, "CEO").changed(LATE).build();
        assertThat(active(poor, rich)).isEqualTo("7");
        assertThat(active(poor, rich, richAndLate)).isEqualTo("8");
    }

    private static String active(PersonRecord... records) {
        List<PersonRecord> list = Arrays.asList(records);
        String there = ActiveRecord.of(list, People.SALESFORCE).ref().id();
        List<PersonRecord> reversed = new java.util.ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        assertThat(ActiveRecord.of(reversed, People.SALESFORCE).ref().id())
                .as("in any order")
                .isEqualTo(there);
        return there;
    }
}
