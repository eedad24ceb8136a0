package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.LeadConvert;
import com.sforce.soap.partner.LeadConvertResult;
import com.sforce.soap.partner.MergeRequest;
import com.sforce.soap.partner.MergeResult;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.UpsertResult;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.fault.ExceptionCode;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.SoapFaultException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What force-wsc writes, and what the org answers row by row. */
class PartnerWritesTest extends PartnerClient {
    @Test
    void anUpdateAnswersRowByRowInTheOrderSent() throws Exception {
        String good = port.lead("Good", "Acme");
        String gone = port.lead("Gone", "Acme");
        port.org.deleteByHand("Lead", gone);
        port.clock.advance(Duration.ofMinutes(1));

        SaveResult[] results = soap.update(new SObject[] {
            lead(gone, "Title", "VP"),
            lead(good, "OneFunnel_Score__c", 87.0),
            lead(port.lead("Long", "Acme"), "City", "x".repeat(41)),
            lead("00QSb0000000zzz", "Title", "VP"),
        });

        assertThat(results[0].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.ENTITY_IS_DELETED);
        assertThat(results[1].isSuccess()).isTrue();
        assertThat(results[2].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.STRING_TOO_LONG);
        assertThat(results[3].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.INVALID_CROSS_REFERENCE_KEY);
        assertThat(port.org.record("Lead", good))
                .containsEntry("OneFunnel_Score__c", "87")
                .containsEntry("SystemModstamp", "2026-03-02T10:01:00.000Z");
        assertThat(port.audit.entries()).hasSize(1);
        assertThat(column("SELECT OneFunnel_Score__c FROM Lead WHERE OneFunnel_Score__c = 87"))
                .containsExactly("87.0");
    }

    @Test
    void aValueOfTheWrongTypeRefusesTheWholeCall() {
        String good = port.lead("Good", "Acme");
        String bad = port.lead("Bad", "Acme");

        assertThatThrownBy(() -> soap.update(new SObject[] {
                    lead(good, "OneFunnel_Score__c", 87.0), lead(bad, "OneFunnel_Score__c", "A"),
                }))
                .isInstanceOfSatisfying(SoapFaultException.class, fault -> {
                    assertThat(fault.getFaultCode().getLocalPart()).isEqualTo("Client");
                    assertThat(fault).hasMessageContaining("'A' is not a valid value for the type xsd:double");
                });
        assertThat(port.org.record("Lead", good)).doesNotContainKey("OneFunnel_Score__c");
        assertThat(port.audit.entries()).isEmpty();
    }

    @Test
    void aWriteOfWhatIsHeldIsARepeatedOneInTheAudit() throws Exception {
        String id = port.lead("Ada", "Acme");
        soap.update(new SObject[] {lead(id, "OneFunnel_Score__c", 12.0)});
        soap.update(new SObject[] {lead(id, "OneFunnel_Score__c", 12.0)});
        assertThat(port.audit.entries()).hasSize(2);
        assertThat(port.audit.repeated()).isEqualTo(1);
    }

    @Test
    void fieldsAreBlankedByNameAndTwoHundredRowsAreTheMost() throws Exception {
        String id = port.org.insert("Lead", Map.of("LastName", "Ada", "Company", "Acme", "Title", "VP"));
        SObject blank = lead(id, "City", "Rome");
        blank.setFieldsToNull(new String[] {"Title"});
        assertThat(soap.update(new SObject[] {blank})[0].isSuccess()).isTrue();
        assertThat(port.org.record("Lead", id)).doesNotContainKey("Title").containsEntry("City", "Rome");

        SObject[] tooMany = new SObject[201];
        Arrays.setAll(tooMany, i -> lead(id, "City", "Rome"));
        assertThatThrownBy(() -> soap.update(tooMany))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.EXCEEDED_ID_LIMIT));
    }

    @Test
    void allOrNoneRollsBackTheGoodRowsToo() throws Exception {
        String good = port.lead("Good", "Acme");
        soap.setAllOrNoneHeader(true);
        SaveResult[] results = soap.update(new SObject[] {lead(good, "City", "Rome"), lead("00Qbad", "City", "Rome")});
        assertThat(results[0].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.ALL_OR_NONE_OPERATION_ROLLED_BACK);
        assertThat(port.org.record("Lead", good)).doesNotContainKey("City");
        assertThat(port.audit.entries()).isEmpty();
    }

    @Test
    void createChecksRequiredFieldsAndUpsertFindsItsKey() throws Exception {
        SObject nameless = new SObject("Lead");
        nameless.setField("Company", "Acme");
        assertThat(soap.create(new SObject[] {nameless})[0].getErrors()[0].getStatusCode())
                .isEqualTo(StatusCode.REQUIRED_FIELD_MISSING);

        UpsertResult first = soap.upsert("OneFunnel_Ledger_Key__c", new SObject[] {task("key-1", "Call Ada")})[0];
        UpsertResult again = soap.upsert("OneFunnel_Ledger_Key__c", new SObject[] {task("key-1", "Call Ada now")})[0];
        assertThat(first.isCreated()).isTrue();
        assertThat(again.isCreated()).isFalse();
        assertThat(again.getId()).isEqualTo(first.getId());
        SaveResult twice = soap.create(new SObject[] {task("key-1", "Call Ada")})[0];
        assertThat(twice.getErrors()[0].getStatusCode()).isEqualTo(StatusCode.DUPLICATE_VALUE);
    }

    @Test
    void aMergeBinsTheLosersAndMovesWhatHungOnThem() throws Exception {
        String master = port.lead("Ada", "Acme");
        String loser = port.lead("Ada L.", "Acme");
        String third = port.lead("A. L.", "Acme");
        String task = port.org.insert("Task", Map.of("WhoId", loser, "Subject", "Call"));
        String campaign = port.org.insert("Campaign", Map.of("Name", "Webinar"));
        String kept = port.org.insert("CampaignMember", Map.of("CampaignId", campaign, "LeadId", master));
        String second = port.org.insert("CampaignMember", Map.of("CampaignId", campaign, "LeadId", loser));
        port.clock.advance(Duration.ofMinutes(1));

        MergeRequest good = merge(master, loser, third);
        good.getMasterRecord().setField("Phone", "+1 555 0100");
        MergeResult[] results = soap.merge(new MergeRequest[] {good, merge(master, loser)});

        assertThat(results[0].isSuccess()).isTrue();
        assertThat(results[0].getMergedRecordIds()).containsExactly(loser, third);
        assertThat(results[0].getUpdatedRelatedIds()).containsExactly(task);
        assertThat(results[1].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.ENTITY_IS_DELETED);
        assertThat(port.org.record("Lead", master)).containsEntry("Phone", "+1 555 0100");
        assertThat(port.org.record("Task", task)).containsEntry("WhoId", master);
        assertThat(port.org.record("CampaignMember", kept)).containsEntry("LeadId", master);
        assertThat(port.org.record("CampaignMember", second)).isEmpty();
        QueryResult merged = soap.queryAll("SELECT Id, MasterRecordId, SystemModstamp FROM Lead WHERE IsDeleted = true"
                + " AND MasterRecordId != null ORDER BY Id");
        assertThat(merged.getRecords())
                .extracting(record -> record.getField("MasterRecordId"))
                .containsExactly(master, master);
        assertThat(soap.query("SELECT COUNT() FROM Lead").getSize()).isEqualTo(1);
        assertThat(port.org.state()).containsEntry("Lead.merged", 2);

        assertThat(soap.undelete(new String[] {loser})[0].isSuccess()).isTrue();
        assertThat(port.org.record("Lead", loser)).doesNotContainKey("MasterRecordId");
        assertThat(port.org.record("Task", task)).containsEntry("WhoId", master);
    }

    @Test
    void aConversionFillsContactAccountAndOpportunity() throws Exception {
        String lead = port.org.insert(
                "Lead",
                Map.of("LastName", "Ada", "Company", "Acme", "Email", "ada@acme.example", "OneFunnel_Score__c", "77"));
        String task = port.org.insert("Task", Map.of("WhoId", lead, "Subject", "Call"));
        LeadConvert convert = new LeadConvert();
        convert.setLeadId(lead);
        convert.setConvertedStatus("Closed - Converted");

        LeadConvertResult result = soap.convertLead(new LeadConvert[] {convert})[0];

        assertThat(result.isSuccess()).isTrue();
        assertThat(port.org.record("Contact", result.getContactId()))
                .containsEntry("Email", "ada@acme.example")
                .containsEntry("AccountId", result.getAccountId())
                .containsEntry("OneFunnel_Score__c", "77");
        assertThat(port.org.record("Lead", lead))
                .containsEntry("IsConverted", "true")
                .containsEntry("ConvertedContactId", result.getContactId())
                .containsEntry("ConvertedDate", "2026-03-02");
        assertThat(port.org.record("Task", task)).containsEntry("WhoId", result.getContactId());
        assertThat(soap.update(new SObject[] {lead(lead, "City", "Rome")})[0].getErrors()[0].getStatusCode())
                .isEqualTo(StatusCode.CANNOT_UPDATE_CONVERTED_LEAD);
        convert.setConvertedStatus("Nope");
        assertThat(soap.convertLead(new LeadConvert[] {convert})[0].isSuccess()).isFalse();
    }

    private static SObject task(String key, String subject) {
        SObject task = new SObject("Task");
        task.setField("OneFunnel_Ledger_Key__c", key);
        task.setField("Subject", subject);
        return task;
    }

    private static MergeRequest merge(String master, String... losers) {
        MergeRequest request = new MergeRequest();
        SObject record = new SObject("Lead");
        record.setId(master);
        request.setMasterRecord(record);
        request.setRecordToMergeIds(losers);
        return request;
    }
}
