package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.DescribeGlobalResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.GetDeletedResult;
import com.sforce.soap.partner.LeadConvert;
import com.sforce.soap.partner.LeadConvertResult;
import com.sforce.soap.partner.MergeRequest;
import com.sforce.soap.partner.MergeResult;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.UpsertResult;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.fault.ExceptionCode;
import com.sforce.soap.partner.fault.InvalidFieldFault;
import com.sforce.soap.partner.fault.InvalidQueryLocatorFault;
import com.sforce.soap.partner.fault.MalformedQueryFault;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The org's SOAP side, judged by force-wsc: it cannot read an answer whose elements are out of order. */
class PartnerApiTest {
    private final OrgOnPort port = new OrgOnPort();
    private PartnerConnection soap;

    @BeforeEach
    void connect() throws Exception {
        soap = port.soap();
    }

    @AfterEach
    void stop() {
        port.close();
    }

    @Test
    void aQueryReturnsFieldsParentsAndNulls() throws Exception {
        String user = port.org.insert("User", Map.of("LastName", "One", "FirstName", "Rep", "Username", "r@x.example"));
        port.org.insert("Lead", Map.of("LastName", "Nguyen", "Company", "Acme & Sons <Ltd>", "OwnerId", user));

        QueryResult result = soap.query("SELECT Id, LastName, Company, Email, IsConverted, SystemModstamp, Owner.Name"
                + " FROM Lead WHERE LastName = 'nguyen' ORDER BY SystemModstamp, Id");

        assertThat(result.isDone()).isTrue();
        SObject lead = result.getRecords()[0];
        assertThat(lead.getType()).isEqualTo("Lead");
        assertThat(lead.getId()).startsWith("00Q").hasSize(18);
        assertThat(lead.getField("Company")).isEqualTo("Acme & Sons <Ltd>");
        assertThat(lead.getField("Email")).isNull();
        assertThat(lead.getField("IsConverted")).isEqualTo("false");
        assertThat(lead.getField("SystemModstamp")).isEqualTo("2026-03-02T10:00:00.000Z");
        assertThat(lead.getChild("Owner").getField("Name")).isEqualTo("Rep One");
        assertThat(soap.getLimitInfoHeader().getLimitInfo()[0].getCurrent()).isEqualTo(1);
    }

    @Test
    void pagesFollowTheLocatorAndMayBeSmallerThanAsked() throws Exception {
        for (int i = 0; i < 450; i++) port.lead("Lead" + i, "Acme");
        soap.setQueryOptions(200);
        QueryResult first = soap.query("SELECT Id FROM Lead");
        QueryResult second = soap.queryMore(first.getQueryLocator());
        QueryResult third = soap.queryMore(second.getQueryLocator());
        assertThat(List.of(first.getRecords().length, second.getRecords().length, third.getRecords().length))
                .containsExactly(200, 200, 50);
        assertThat(third.isDone()).isTrue();
        assertThat(first.getSize()).isEqualTo(450);

        port.org.set("queryBatchSize", "77");
        assertThat(soap.query("SELECT Id FROM Lead").getRecords()).hasSize(77);
    }

    @Test
    void conditionsMeanWhatSoqlSaysTheyMean() throws Exception {
        port.org.insert(
                "Lead", Map.of("LastName", "Ada", "Company", "A", "Email", "ada@x.example", "AnnualRevenue", "9"));
        port.org.insert("Lead", Map.of("LastName", "Bob", "Company", "B", "AnnualRevenue", "10"));
        port.org.insert("Lead", Map.of("LastName", "O'Hara", "Company", "C", "Status", "Working - Contacted"));

        assertThat(names("Email = null")).containsExactly("Bob", "O'Hara");
        assertThat(names("Email != 'ADA@x.example'")).containsExactly("Bob", "O'Hara");
        assertThat(names("AnnualRevenue > 9")).containsExactly("Bob");
        assertThat(names("AnnualRevenue < 100")).containsExactly("Ada", "Bob");
        assertThat(names("LastName LIKE 'o_h%'")).containsExactly("O'Hara");
        assertThat(names("LastName = 'O\\'Hara'")).containsExactly("O'Hara");
        assertThat(names("LastName IN ('ada', 'bob') AND (NOT Company = 'A')")).containsExactly("Bob");
        assertThat(names("Status NOT IN ('Working - Contacted')")).containsExactly("Ada", "Bob");
        assertThat(names("(LastName = 'Ada' OR LastName = 'Bob') AND CreatedDate = TODAY"))
                .containsExactly("Ada", "Bob");
        assertThat(names("SystemModstamp >= 2026-03-02T11:00:00+01:00")).hasSize(3);
        assertThat(soap.query("SELECT COUNT() FROM Lead WHERE AnnualRevenue != null")
                        .getSize())
                .isEqualTo(2);
        SObject group = soap.query(
                        "SELECT DAY_ONLY(CreatedDate) d, COUNT(Id) n FROM Lead GROUP BY DAY_ONLY(CreatedDate)")
                .getRecords()[0];
        assertThat(group.getField("d")).isEqualTo("2026-03-02");
        assertThat(group.getField("n")).isEqualTo("3");
    }

    @Test
    void rowsComeInTheOrderAsked() throws Exception {
        port.org.insert("Lead", Map.of("LastName", "B", "Company", "2"));
        port.org.insert("Lead", Map.of("LastName", "A", "Company", "2"));
        port.org.insert("Lead", Map.of("LastName", "C", "Company", "1", "SystemModstamp", "2026-03-01T00:00:00Z"));
        assertThat(column("SELECT LastName FROM Lead ORDER BY Company DESC, LastName LIMIT 2"))
                .containsExactly("A", "B");
        assertThat(column("SELECT LastName FROM Lead ORDER BY SystemModstamp, Id"))
                .containsExactly("C", "B", "A");
    }

    @Test
    void errorsInAQueryNameTheWordAndThePlace() {
        assertThatThrownBy(() -> soap.query("SELECT Id FRM Lead"))
                .isInstanceOfSatisfying(MalformedQueryFault.class, fault -> {
                    assertThat(fault.getExceptionMessage())
                            .contains("ERROR at Row:1:Column:11", "unexpected token: 'FRM'");
                    assertThat(fault.getColumn()).isEqualTo(11);
                });
        assertThatThrownBy(() -> soap.query("SELECT Id FROM Lead WHERE a = 1 AND b = 2 OR c = 3"))
                .isInstanceOf(MalformedQueryFault.class);
        assertThatThrownBy(() -> soap.query("SELECT Nope__c FROM Lead"))
                .isInstanceOfSatisfying(
                        InvalidFieldFault.class,
                        fault -> assertThat(fault.getExceptionMessage())
                                .startsWith("No such column 'Nope__c' on entity 'Lead'."));
        assertThatThrownBy(() -> soap.query("SELECT Id FROM Nope"))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.INVALID_TYPE));
        assertThatThrownBy(() -> soap.query("SELECT Id FROM Lead WHERE SystemModstamp > '2026-01-01'"))
                .isInstanceOf(InvalidFieldFault.class);
    }

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

    @Test
    void describesNameTypesLengthsAndRights() throws Exception {
        port.org.set("hiddenFields", "Lead.OneFunnel_Score__c, Lead.Phone");
        port.org.set("readOnlyFields", "Lead.OneFunnel_Grade__c");
        DescribeSObjectResult lead = soap.describeSObjects(new String[] {"Lead", "Opportunity"})[0];
        assertThat(lead.isMergeable()).isTrue();
        assertThat(lead.getKeyPrefix()).isEqualTo("00Q");
        assertThat(lead.getFields()).extracting(Field::getName).doesNotContain("OneFunnel_Score__c", "Phone");
        assertThat(field(lead, "LastName").getLength()).isEqualTo(80);
        assertThat(field(lead, "OneFunnel_SLA_First_Touch_Due__c").getType()).isEqualTo(FieldType.datetime);
        assertThat(field(lead, "OneFunnel_Grade__c").isUpdateable()).isFalse();
        assertThat(field(lead, "OwnerId").getReferenceTo()).containsExactly("User", "Group");
        assertThatThrownBy(() -> soap.query("SELECT Phone FROM Lead")).isInstanceOf(InvalidFieldFault.class);
        DescribeGlobalResult global = soap.describeGlobal();
        assertThat(global.getSobjects()).extracting(each -> each.getName()).contains("Lead", "CampaignMember");
        assertThat(soap.getUserInfo().getOrganizationId())
                .isEqualTo(port.org.credentials().get("orgId"));
        assertThat(soap.getServerTimestamp().getTimestamp().toInstant()).isEqualTo(OrgOnPort.START);
    }

    @Test
    void deletionsAndUpdatesCanBePolled() throws Exception {
        String kept = port.lead("Kept", "Acme");
        String gone = port.lead("Gone", "Acme");
        port.clock.advance(Duration.ofMinutes(5));
        assertThat(soap.delete(new String[] {gone})[0].isSuccess()).isTrue();
        assertThat(soap.getUpdated("Lead", minutes(-5), minutes(10)).getIds()).containsExactly(kept);
        GetDeletedResult deleted = soap.getDeleted("Lead", minutes(0), minutes(10));
        assertThat(deleted.getDeletedRecords()).extracting(each -> each.getId()).containsExactly(gone);
        assertThatThrownBy(() -> soap.getDeleted("Lead", minutes(10), minutes(0)))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault ->
                                assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.INVALID_REPLICATION_DATE));
        assertThat(soap.queryAll("SELECT Id FROM Lead").getRecords()).hasSize(2);
        port.org.set("emptyRecycleBin", "now");
        assertThat(soap.queryAll("SELECT Id FROM Lead").getRecords()).hasSize(1);
        assertThat(soap.retrieve("LastName", "Lead", new String[] {kept})[0].getField("LastName"))
                .isEqualTo("Kept");
    }

    @Test
    void aLateCommitAppearsAfterwardsWithItsOldStamp() throws Exception {
        port.org.set("lateCommitSeconds", "600");
        port.lead("Late", "Acme");
        port.org.set("lateCommitSeconds", "0");
        assertThat(column("SELECT LastName FROM Lead")).isEmpty();
        port.clock.advance(Duration.ofSeconds(601));
        assertThat(column("SELECT SystemModstamp FROM Lead")).containsExactly("2026-03-02T10:00:00.000Z");
    }

    @Test
    void stagesAndStatusesLeaveHistory() throws Exception {
        SObject opportunity = new SObject("Opportunity");
        opportunity.setField("Name", "Acme");
        opportunity.setField("StageName", "Prospecting");
        opportunity.setField("Amount", 1000.0);
        opportunity.setField("CloseDate", "2026-06-30");
        String id = soap.create(new SObject[] {opportunity})[0].getId();
        port.org.editByHand("Opportunity", id, Map.of("StageName", "Closed Won"));
        assertThat(port.org.record("Opportunity", id))
                .containsEntry("IsWon", "true")
                .containsEntry("Probability", "100");
        assertThat(column("SELECT StageName FROM OpportunityHistory ORDER BY Id"))
                .containsExactly("Prospecting", "Closed Won");
        port.org.editByHand("Opportunity", id, Map.of("Amount", "1500"));
        assertThat(column("SELECT PrevAmount FROM OpportunityHistory WHERE Amount = 1500"))
                .containsExactly("1000.0");
        String rep = port.org.insert("User", Map.of("LastName", "Rep", "Username", "r@x.example"));
        port.org.editByHand("Opportunity", id, Map.of("OwnerId", rep));
        assertThat(column("SELECT NewValue FROM OpportunityFieldHistory WHERE Field = 'Owner' ORDER BY DataType"))
                .containsExactly(rep, "Rep");
        assertThat(column("SELECT NewValue FROM OpportunityFieldHistory WHERE Field = 'StageName'"))
                .containsExactly("Closed Won");
    }

    @Test
    void sessionsLimitsLocksAndLocatorsFailOnDemand() throws Exception {
        String id = port.lead("Ada", "Acme");
        port.faults.add(new Fault("expired-session", "query", 0, 1, Map.of("text", "2")));
        assertThatThrownBy(() -> soap.query("SELECT Id FROM Lead")).isInstanceOfSatisfying(ApiFault.class, fault -> {
            assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.INVALID_SESSION_ID);
            assertThat(fault.getExceptionMessage()).isEqualTo("Session expired or invalid");
        });
        PartnerConnection again = port.soap();
        port.faults.add(new Fault("request-limit", "", 0, 1, Map.of("kind", "concurrent")));
        assertThatThrownBy(again::getServerTimestamp)
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionMessage())
                                .isEqualTo("ConcurrentRequests (Concurrent API Requests) Limit exceeded."));
        port.faults.add(new Fault("row-lock", "update", 0, 1, Map.of("rows", "1")));
        SaveResult locked = again.update(new SObject[] {lead(id, "City", "Rome")})[0];
        assertThat(locked.getErrors()[0].getStatusCode()).isEqualTo(StatusCode.UNABLE_TO_LOCK_ROW);
        assertThatThrownBy(() -> again.queryMore("0r8xx0000000001AAA-500"))
                .isInstanceOf(InvalidQueryLocatorFault.class);
        port.org.set("apiCallsPerDay", "1");
        assertThatThrownBy(again::getServerTimestamp)
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionMessage()).isEqualTo("TotalRequests Limit exceeded."));
        port.org.set("apiCallsPerDay", "100000");
        port.clock.advance(Duration.ofHours(3));
        assertThatThrownBy(again::getServerTimestamp)
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.INVALID_SESSION_ID));
    }

    private List<Object> names(String where) throws Exception {
        return column("SELECT LastName FROM Lead WHERE " + where + " ORDER BY LastName");
    }

    private List<Object> column(String soql) throws Exception {
        String field = soql.split(" ")[1];
        return Arrays.stream(soap.query(soql).getRecords())
                .map(row -> row.getField(field))
                .toList();
    }

    private static SObject lead(String id, String field, Object value) {
        SObject lead = new SObject("Lead");
        lead.setId(id);
        lead.setField(field, value);
        return lead;
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

    private static Field field(DescribeSObjectResult object, String name) {
        return Arrays.stream(object.getFields())
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Calendar minutes(int after) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(OrgOnPort.START.plus(Duration.ofMinutes(after)).toEpochMilli());
        return calendar;
    }
}
