package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.DescribeGlobalResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.GetDeletedResult;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.fault.ExceptionCode;
import com.sforce.soap.partner.fault.InvalidFieldFault;
import com.sforce.soap.partner.fault.InvalidQueryLocatorFault;
import com.sforce.soap.partner.fault.MalformedQueryFault;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import java.time.Duration;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The org's SOAP side, judged by force-wsc: it cannot read an answer whose elements are out of order. */
class PartnerApiTest extends PartnerClient {
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

    private static Calendar minutes(int after) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(OrgOnPort.START.plus(Duration.ofMinutes(after)).toEpochMilli());
        return calendar;
    }
}
