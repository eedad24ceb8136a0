package io.onefunnel.sample.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.onefunnel.sample.csv.ImportReport.FileReport;
import io.onefunnel.sandbox.Recorder.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The import of CSV files")
class CsvImportTest extends ImportedFiles {
    @Test
    void theFirstOfTwoRowsWithOneIdWinsAndTheSecondIsReported() throws IOException {
        FileReport report = leads(text("id,first name\n1,Ana\n2,Bo\n1,Eve\n"));
        assertThat(marketo.of("leads"))
                .extracting(lead -> lead.values().get("firstName"))
                .containsExactly("Ana", "Bo");
        assertThat(report.getSkipped())
                .containsExactly(new ImportReport.Remark("file.csv", 4, "id", "the same id stands on line 2"));
    }

    @Test
    void aLeadIsQualifiedWhenItsIdColumnOrItsStatusSaysSo() throws IOException {
        leads(text("mql_id,origin\nabc,social\n"));
        leads(text("id,lifecycle stage\n1,Marketing Qualified Lead\n2,MQL\n3,Subscriber\n"));
        assertThat(marketo.of("leads"))
                .extracting(lead -> lead.values().get("leadStatus"))
                .containsExactly("MQL", "MQL", "MQL", "Subscriber");
    }

    @Test
    void theFirstContactIsAFormFilledInOnThatDay() throws IOException {
        leads(text("mql_id,first_contact_date,landing_page_id,origin\nabc,2018-03-12,page9,social\n"));
        assertThat(marketo.of("activity 2"))
                .extracting(Row::values)
                .containsExactly(Map.of(
                        "leadId", marketo.of("leads").get(0).id(),
                        "at", "2018-03-12T00:00:00Z",
                        "primary", "page9",
                        "Webpage ID", "page9"));
    }

    @Test
    void aDealMakesItsLeadOnePersonInBothSystems() throws IOException {
        Path leads = text("mql_id,first_contact_date,origin\nabc,2018-03-12,social\n");
        Path deals = Files.writeString(
                folder.resolve("deals.csv"),
                "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment\n"
                        + "abc,s1,sdr1,sr1,2018-03-20 10:00:00,pet\nzzz,s2,sdr1,sr2,2018-04-01 10:00:00,pet\n");
        ImportReport report = run(leads, deals, null, Map.of());
        FileReport dealsReport = report.getFiles().get(1);
        assertThat(dealsReport.getImported()).isEqualTo(2);
        assertThat(dealsReport.getNotes()).hasSize(1).allMatch(note -> note.line() == 3);
        Row opportunity = org.of("Opportunity").get(0);
        assertThat(opportunity.values())
                .containsEntry("StageName", "Closed Won")
                .containsEntry("IsWon", "true")
                .containsEntry("CloseDate", "2018-03-20")
                .containsEntry("CreatedDate", "2018-03-12T00:00:00Z");
        Row role = org.of("OpportunityContactRole").get(0);
        assertThat(role.values()).containsEntry("OpportunityId", opportunity.id());
        assertThat(onlyLead())
                .containsEntry("sfdcContactId", role.values().get("ContactId"))
                .containsEntry("sfdcAccountId", opportunity.values().get("AccountId"));
        assertThat(org.of("User")).hasSize(3);
        assertThat(org.of("Contact")).hasSize(2);
        assertThat(report.text()).contains("imported as its own person");
    }

    @ParameterizedTest(name = "{0} and {1} is {2}")
    @CsvSource({
        "Closed Won, , true, true",
        "closedlost, , false, true",
        "Negotiation, , false, false",
        "Done, yes, true, true",
        "4 - Verbal, false, false, false"
    })
    void tellsWonFromLostFromOpen(String stage, @Nullable String won, boolean isWon, boolean isClosed)
            throws IOException {
        Path deals = text("Opportunity ID,Stage,Is Won,Close Date,Amount\nd1," + stage + "," + (won == null ? "" : won)
                + ",2018-03-20,\"$1,250.50\"\n");
        run(null, deals, null, Map.of());
        assertThat(org.of("Opportunity").get(0).values())
                .containsEntry("IsWon", Boolean.toString(isWon))
                .containsEntry("IsClosed", Boolean.toString(isClosed))
                .containsEntry("Amount", "1250.50");
    }

    @Test
    void activitiesGoToTheSystemThatWouldHaveLoggedThem() throws IOException {
        Path leads = Files.writeString(folder.resolve("leads.csv"), "id,email\n1,a@example.org\n2,b@example.org\n");
        Path activities = text("lead id,email,type,date,subject,result\n"
                + "1,,Call,2018-03-12 10:00,Intro,Left voicemail\n"
                + ",B@example.org,Page visit,2018-03-13,/pricing,\n"
                + "1,,Meeting,2018-03-15 09:00,Demo,Held\n"
                + "9,,Call,2018-03-15,Who?,\n");
        ImportReport report = run(leads, null, activities, Map.of());
        assertThat(report.getFiles().get(1).getSkipped())
                .containsExactly(
                        new ImportReport.Remark("file.csv", 5, "lead id", "no such lead among the leads and deals"));
        Row lead = org.of("Lead").get(0);
        assertThat(org.of("Task").get(0).values())
                .containsEntry("WhoId", lead.id())
                .containsEntry("TaskSubtype", "Call")
                .containsEntry("CallDisposition", "Left Voicemail");
        assertThat(org.of("Event").get(0).values()).containsEntry("StartDateTime", "2018-03-15T09:00:00Z");
        assertThat(marketo.of("leads").get(0).values()).containsEntry("sfdcLeadId", lead.id());
        assertThat(marketo.of("activity 1").get(0).values())
                .containsEntry("leadId", marketo.of("leads").get(1).id());
    }

    @Test
    void importsEveryLeadAndDealOfThePublicFunnel() {
        Path data = Path.of(System.getProperty("onefunnel.root", ".")).resolve("../shared/data/olist_funnel");
        Path leads = data.resolve("marketing_qualified_leads.csv");
        assumeThat(Files.exists(leads))
                .as("the Olist files are not beside this checkout")
                .isTrue();
        ImportReport report = run(leads, data.resolve("closed_deals.csv"), null, Map.of());
        assertThat(report.getFiles()).extracting(FileReport::getImported).containsExactly(5647L, 606L);
        assertThat(report.getFiles()).allMatch(file -> file.getSkipped().isEmpty());
        assertThat(marketo.of("leads"))
                .hasSize(5647)
                .allMatch(lead -> "MQL".equals(lead.values().get("leadStatus")));
        assertThat(org.of("Opportunity"))
                .hasSize(606)
                .allMatch(deal -> "true".equals(deal.values().get("IsWon")));
        assertThat(marketo.of("leads").stream().filter(lead -> lead.values().containsKey("sfdcContactId")))
                .hasSize(606);
    }
}
