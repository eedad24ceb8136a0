package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.AdditionalInformationMap;
import com.sforce.soap.partner.DuplicateResult;
import com.sforce.soap.partner.FindDuplicatesResult;
import com.sforce.soap.partner.LeadConvert;
import com.sforce.soap.partner.LeadConvertResult;
import com.sforce.soap.partner.MergeRequest;
import com.sforce.soap.partner.MergeResult;
import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.fault.ExceptionCode;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.sandbox.salesforce.rules.DuplicateRule.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Merges, conversions and the bin, over SOAP as force-wsc speaks it. */
class MergeTest extends PartnerClient {
    @Test
    void everythingThatPointsToALosingContactPointsToTheMaster() throws Exception {
        String master = contact("Ada", "");
        String loser = contact("Ada L.", "");
        String deal = deal();
        String other = deal();
        String shared = role(deal, master, "Influencer", "true");
        String doubled = role(deal, loser, "Influencer", "false");
        String second = role(deal, loser, "Evaluator", "true");
        String moved = role(other, loser, "Influencer", "true");
        String report = port.org.insert("Contact", Map.of("LastName", "R", "ReportsToId", loser));
        String event = port.org.insert("Event", Map.of("WhoId", loser, "Subject", "Meeting"));
        String lead = port.org.insert(
                "Lead", Map.of("LastName", "Was", "Company", "X", "IsConverted", "true", "ConvertedContactId", loser));
        String referred =
                port.org.insert("Lead", Map.of("LastName", "Ref", "Company", "X", "OneFunnel_Referred_By__c", loser));

        MergeResult result = soap.merge(new MergeRequest[] {merge("Contact", master, loser)})[0];

        assertThat(result.isSuccess()).isTrue();
        assertThat(result.getUpdatedRelatedIds())
                .containsExactlyInAnyOrder(second, moved, report, event, lead, referred);
        assertThat(port.org.record("OpportunityContactRole", doubled)).isEmpty();
        assertThat(port.org.record("OpportunityContactRole", shared)).containsEntry("IsPrimary", "true");
        assertThat(port.org.record("OpportunityContactRole", second))
                .containsEntry("ContactId", master)
                .containsEntry("IsPrimary", "false");
        assertThat(port.org.record("OpportunityContactRole", moved)).containsEntry("IsPrimary", "true");
        assertThat(port.org.record("Lead", lead)).containsEntry("ConvertedContactId", master);
        assertThat(port.org.record("Lead", referred)).containsEntry("OneFunnel_Referred_By__c", master);
    }

    @Test
    void anAccountCannotComeToStandAboveItself() throws Exception {
        String grandparent = port.org.insert("Account", Map.of("Name", "Group"));
        String parent = port.org.insert("Account", Map.of("Name", "Acme", "ParentId", grandparent));
        String child = port.org.insert("Account", Map.of("Name", "Acme Ltd", "ParentId", parent));
        String contact = contact("Ada", grandparent);

        MergeResult looped = soap.merge(new MergeRequest[] {merge("Account", child, grandparent)})[0];
        assertThat(looped.getErrors()[0].getStatusCode()).isEqualTo(StatusCode.MERGE_FAILED);
        assertThat(port.org.record("Contact", contact)).containsEntry("AccountId", grandparent);

        MergeRequest cut = merge("Account", child, grandparent);
        cut.getMasterRecord().setFieldsToNull(new String[] {"ParentId"});
        assertThat(soap.merge(new MergeRequest[] {cut})[0].isSuccess()).isTrue();
        assertThat(port.org.record("Contact", contact)).containsEntry("AccountId", child);
        assertThat(port.org.record("Account", parent)).containsEntry("ParentId", child);
    }

    @Test
    void ofTwoPortalUsersTheRequestNamesTheOneThatStays() throws Exception {
        String master = contact("Ada", "");
        String loser = contact("Ada L.", "");
        String kept = portalUser("kept@x.example", loser);
        String left = portalUser("left@x.example", master);
        MergeRequest merge = merge("Contact", master, loser);
        assertThat(soap.merge(new MergeRequest[] {merge})[0].getErrors()[0].getStatusCode())
                .isEqualTo(StatusCode.PORTAL_USER_ALREADY_EXISTS_FOR_CONTACT);

        AdditionalInformationMap choice = new AdditionalInformationMap();
        choice.setName("PortalUserId");
        choice.setValue(kept);
        merge.setAdditionalInformationMap(new AdditionalInformationMap[] {choice});
        assertThat(soap.merge(new MergeRequest[] {merge})[0].isSuccess()).isTrue();
        assertThat(port.org.record("User", kept)).containsEntry("ContactId", master);
        assertThat(port.org.record("User", left)).containsEntry("IsActive", "false");
    }

    @Test
    void requestsOfOneCallSucceedAndFailEachOnItsOwn() throws Exception {
        String master = port.lead("M", "A");
        String one = port.lead("1", "A");
        String two = port.lead("2", "A");
        MergeResult[] results = soap.merge(new MergeRequest[] {
            merge("Lead", master, one), merge("Lead", master, master), merge("Lead", master, two, two),
        });
        assertThat(results[0].isSuccess()).isTrue();
        assertThat(results[1].isSuccess()).isFalse();
        assertThat(results[2].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.DUPLICATE_VALUE);
        assertThat(soap.query("SELECT Field FROM LeadHistory WHERE LeadId = '" + master + "'")
                        .getRecords()[0]
                        .getField("Field"))
                .isEqualTo("leadMerged");
    }

    @Test
    void theBinGivesBackWhatWentWithARecordUntilItIsEmptied() throws Exception {
        String lead = port.lead("Ada", "Acme");
        String task = port.org.insert("Task", Map.of("WhoId", lead, "Subject", "Call"));
        soap.delete(new String[] {lead});
        assertThat(port.org.record("Task", task)).isEmpty();
        assertThat(soap.undelete(new String[] {lead})[0].isSuccess()).isTrue();
        assertThat(port.org.record("Task", task)).containsEntry("WhoId", lead);

        soap.delete(new String[] {lead});
        assertThat(soap.emptyRecycleBin(new String[] {lead})[0].isSuccess()).isTrue();
        assertThat(soap.undelete(new String[] {lead})[0].getErrors()[0].getStatusCode())
                .isEqualTo(StatusCode.UNDELETE_FAILED);
        assertThat(soap.queryAll("SELECT Id FROM Lead").getSize()).isZero();
    }

    @Test
    void theOrgsOwnRulesFindDuplicates() throws Exception {
        assertThatThrownBy(() -> soap.findDuplicates(new SObject[] {new SObject("Lead")}))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault ->
                                assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.NO_ACTIVE_DUPLICATE_RULE));
        port.org.duplicateRule("Same_Email", "Lead", Action.ALERT, "Email");
        String first = port.org.insert("Lead", Map.of("LastName", "A", "Company", "X", "Email", "a@x.example"));
        String second = port.org.insert("Lead", Map.of("LastName", "B", "Company", "X", "Email", "a@x.example"));
        FindDuplicatesResult[] found = soap.findDuplicatesByIds(new String[] {first});
        assertThat(ids(found[0])).containsExactly(second);
        SObject sent = new SObject("Lead");
        sent.setField("Email", "A@x.example");
        assertThat(ids(soap.findDuplicates(new SObject[] {sent})[0])).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aConversionAsksForAnActiveOwnerAndFillsOnlyWhatIsEmpty() throws Exception {
        String left =
                port.org.insert("User", Map.of("Username", "l@x.example", "LastName", "Left", "IsActive", "false"));
        port.org.editByHand("User", left, Map.of("IsActive", "false"));
        String lead = port.org.insert(
                "Lead", Map.of("LastName", "A", "Company", "X", "OwnerId", left, "LeadSource", "Web", "Title", "VP"));
        String account = port.org.insert("Account", Map.of("Name", "X"));
        String contact = port.org.insert(
                "Contact", Map.of("LastName", "A", "AccountId", account, "LeadSource", "Event", "Phone", "1"));
        LeadConvert convert = new LeadConvert();
        convert.setLeadId(lead);
        convert.setConvertedStatus("Closed - Converted");
        convert.setAccountId(account);
        convert.setContactId(contact);
        convert.setOverwriteLeadSource(true);
        convert.setDoNotCreateOpportunity(true);
        assertThat(soap.convertLead(new LeadConvert[] {convert})[0].getErrors()[0].getStatusCode())
                .isEqualTo(StatusCode.INACTIVE_OWNER_OR_USER);
        convert.setOwnerId(port.org.users().first().id());
        assertThat(soap.convertLead(new LeadConvert[] {convert})[0].isSuccess()).isTrue();
        assertThat(port.org.record("Contact", contact))
                .containsEntry("LeadSource", "Web")
                .containsEntry("Title", "VP")
                .containsEntry("Phone", "1");
    }

    @Test
    void aConversionThatADuplicateRuleRefusesLeavesNothingBehind() throws Exception {
        port.org.duplicateRule("Same_Email", "Contact", Action.BLOCK, "Email");
        port.org.insert("Contact", Map.of("LastName", "A", "Email", "a@x.example"));
        LeadConvert convert = new LeadConvert();
        convert.setLeadId(port.org.insert("Lead", Map.of("LastName", "A", "Company", "X", "Email", "a@x.example")));
        convert.setConvertedStatus("Closed - Converted");
        LeadConvertResult result = soap.convertLead(new LeadConvert[] {convert})[0];
        assertThat(result.getErrors()[0].getStatusCode()).isEqualTo(StatusCode.DUPLICATES_DETECTED);
        assertThat(port.org.state()).containsEntry("Account", 0).containsEntry("Contact", 1);
        assertThat(port.audit.entries()).isEmpty();
    }

    @Test
    void personAccountsMirrorTheirContactsAndMergeWithTheirKindOnly() throws Exception {
        port.org.set("personAccounts", "on");
        String ada = port.org.insert("Account", Map.of("LastName", "Ada", "PersonEmail", "ada@x.example"));
        String twin = port.org.insert("Account", Map.of("LastName", "Ada", "FirstName", "A."));
        String company = port.org.insert("Account", Map.of("Name", "Acme"));
        String contact = Objects.requireNonNull(port.org.record("Account", ada).get("PersonContactId"));
        String other = Objects.requireNonNull(port.org.record("Account", twin).get("PersonContactId"));
        assertThat(port.org.record("Contact", contact))
                .containsEntry("Email", "ada@x.example")
                .containsEntry("IsPersonAccount", "true");
        String task = port.org.insert("Task", Map.of("WhoId", other, "Subject", "Call"));

        assertThat(soap.merge(new MergeRequest[] {merge("Account", ada, company)})[0].getErrors()[0].getStatusCode())
                .isEqualTo(StatusCode.MERGE_FAILED);
        assertThat(soap.merge(new MergeRequest[] {merge("Account", ada, twin)})[0].isSuccess())
                .isTrue();
        assertThat(port.org.record("Task", task)).containsEntry("WhoId", contact);
        assertThat(port.org.record("Contact", other)).isEmpty();

        LeadConvert convert = new LeadConvert();
        convert.setLeadId(port.org.insert("Lead", Map.of("LastName", "Solo", "Email", "solo@x.example")));
        convert.setConvertedStatus("Closed - Converted");
        convert.setDoNotCreateOpportunity(true);
        LeadConvertResult result = soap.convertLead(new LeadConvert[] {convert})[0];
        assertThat(port.org.record("Account", result.getAccountId())).containsEntry("IsPersonAccount", "true");
        assertThat(port.org.record("Contact", result.getContactId())).containsEntry("Email", "solo@x.example");
    }

    private static List<String> ids(FindDuplicatesResult result) {
        DuplicateResult found = result.getDuplicateResults()[0];
        return Arrays.stream(found.getMatchResults()[0].getMatchRecords())
                .map(each -> each.getRecord().getId())
                .toList();
    }

    private String contact(String name, String account) {
        return port.org.insert("Contact", Map.of("LastName", name, "AccountId", account));
    }

    private String deal() {
        return port.org.insert(
                "Opportunity", Map.of("Name", "Deal", "StageName", "Prospecting", "CloseDate", "2026-06-30"));
    }

    private String role(String deal, String contact, String role, String primary) {
        return port.org.insert(
                "OpportunityContactRole",
                Map.of("OpportunityId", deal, "ContactId", contact, "Role", role, "IsPrimary", primary));
    }

    private String portalUser(String username, String contact) {
        return port.org.insert("User", Map.of("Username", username, "LastName", "Portal", "ContactId", contact));
    }

    private static MergeRequest merge(String type, String master, String... losers) {
        MergeRequest request = new MergeRequest();
        SObject record = new SObject(type);
        record.setId(master);
        request.setMasterRecord(record);
        request.setRecordToMergeIds(losers);
        return request;
    }
}
