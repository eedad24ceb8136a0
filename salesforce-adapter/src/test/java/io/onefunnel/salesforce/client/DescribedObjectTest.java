package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.PicklistEntry;
import io.onefunnel.salesforce.SandboxOrg;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DescribedObjectTest {
    @Test
    void aPicklistEntryThatWasDeactivatedIsNotChosen() {
        DescribeSObjectResult event = new DescribeSObjectResult();
        event.setName("Event");
        event.setKeyPrefix("00U");
        Field outcome = new Field();
        outcome.setName("OneFunnel_Meeting_Outcome__c");
        outcome.setType(FieldType.picklist);
        // Two words of the shipped mapping mean the same; the one that sorts first is out of use.
        outcome.setPicklistValues(new PicklistEntry[] {entry("Completed", false), entry("Held", true)});
        event.setFields(new Field[] {outcome});
        DescribedObject described = DescribedObject.of(event);
        DescribedObject.Attribute attribute =
                described.attribute(outcome.getName()).orElseThrow();

        MappedType type = new MappedType(
                Objects.requireNonNull(SandboxOrg.mapping().types().get("Event")), described, Map.of());

        assertThat(attribute.picklist()).containsExactly("Held");
        assertThat(type.vendorWord(io.onefunnel.model.Field.MEETING_OUTCOME, attribute, "HELD"))
                .isEqualTo("Held");
    }

    private static PicklistEntry entry(String value, boolean active) {
        PicklistEntry entry = new PicklistEntry();
        entry.setValue(value);
        entry.setActive(active);
        return entry;
    }
}
