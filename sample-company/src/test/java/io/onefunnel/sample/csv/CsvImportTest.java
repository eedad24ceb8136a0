package io.onefunnel.sample.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.onefunnel.sample.csv.ImportReport.FileReport;
import io.onefunnel.sandbox.Recorder;
import io.onefunnel.sandbox.Recorder.Row;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The import of CSV files")
class CsvImportTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

    private final SandboxClock clock = new SandboxClock(InstantSource.fixed(NOW));
    private final Recorder.Org org = new Recorder.Org(clock, new Calls(), new WriteAudit(), new Faults());
    private final Recorder.Instance marketo = new Recorder.Instance(clock, new Calls(), new WriteAudit(), new Faults());

    @TempDir
    private Path folder;

    /** What programs do to a file of one lead, Ana Núñez of "Acme", first seen on 12 March 2018. */
    static Stream<Arguments> savings() {
        String comma = "id,first name,last name,company,created date\r\n7,Ana,Núñez,Acme,2018-03-12\r\n";
        return Stream.of(
                Arguments.of("plain", "UTF-8", ",", comma.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("with a BOM", "UTF-8 with BOM", ",", ("\uFEFF" + comma).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("as Latin-1", "Latin-1", ",", comma.getBytes(LATIN_1)),
                Arguments.of(
                        "as UTF-16 with a BOM",
                        "UTF-16LE",
                        ",",
                        ("\uFEFF" + comma).getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("as UTF-16 without", "UTF-16LE", ",", comma.getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("big-endian", "UTF-16BE", ",", ("\uFEFF" + comma).getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of("with semicolons", "UTF-8", ";", utf8(comma.replace(',', ';'))),
                Arguments.of("with tabs", "UTF-8", "tab", utf8(comma.replace(',', '\t'))),
                Arguments.of("with Unix lines", "UTF-8", ",", utf8(comma.replace("\r", ""))),
                Arguments.of("without a last line end", "UTF-8", ",", utf8(comma.stripTrailing())),
                Arguments.of("with empty lines", "UTF-8", ",", utf8(comma.replace("\n", "\n\r\n"))),
                Arguments.of("with an extra empty column", "UTF-8", ",", utf8(comma.replace("-12\r", "-12,\r"))),
                Arguments.of(
                        "with quotes",
                        "UTF-8",
                        ",",
                        utf8(comma.replace("Ana", "\"Ana\"").replace("id,", "\"id\","))));
    }

    @ParameterizedTest(name = "reads a file saved {0}")
    @MethodSource("savings")
    void readsAFileHoweverItWasSaved(String how, String encoding, String delimiter, byte[] bytes) throws IOException {
        FileReport report = leads(write("leads.csv", bytes));
        assertThat(report.getSkipped()).isEmpty();
        assertThat(report.getImported()).isEqualTo(1);
        assertThat(report.getEncoding()).isEqualTo(encoding);
        assertThat(report.getDelimiter()).isEqualTo(delimiter);
        assertThat(onlyLead())
                .containsEntry("externalId", "7")
                .containsEntry("firstName", "Ana")
                .containsEntry("lastName", "Núñez")
                .containsEntry("company", "Acme")
                .containsEntry("createdAt", "2018-03-12T00:00:00Z");
    }

    @Test
    void keepsLineBreaksAndDelimitersWithinQuotesAndCountsLinesAcrossThem() throws IOException {
        FileReport report =
                leads(text("id,company,created\n1,\"Acme,\nInc. \"\"West\"\"\",2018-03-12\n2,Beta,never\n"));
        assertThat(onlyLead()).containsEntry("company", "Acme,\nInc. \"West\"");
        assertThat(report.getSkipped())
                .containsExactly(new ImportReport.Remark("file.csv", 4, "created", "not a date: \"never\""));
    }

    @Test
    void oneBadRowInAThousandCostsThatRowOnly() throws IOException {
        StringBuilder file = new StringBuilder("id,email,created\n");
        for (int i = 1; i <= 1000; i++)
            file.append(i == 500 ? "500,too,many,cells\n" : i + ",p" + i + "@example.org,2018-03-12\n");
        FileReport report = leads(text(file.toString()));
        assertThat(report.getRead()).isEqualTo(1000);
        assertThat(report.getImported()).isEqualTo(999);
        assertThat(report.getSkipped())
                .containsExactly(new ImportReport.Remark("file.csv", 501, "", "4 cells where the header has 3"));
        assertThat(marketo.of("leads")).hasSize(999);
    }

    @ParameterizedTest(name = "a quote left open in {0}")
    @ValueSource(strings = {"the last column", "a middle one"})
    void aQuoteLeftOpenCostsItsOwnLineOnly(String where) throws IOException {
        String open = where.contains("last") ? "500,a@example.org,\"2018-03-12\n" : "500,\"a@example.org,2018-03-12\n";
        StringBuilder file = new StringBuilder("id,email,created\n");
        for (int i = 1; i <= 1000; i++) file.append(i == 500 ? open : i + ",p" + i + "@example.org,2018-03-12\n");
        FileReport report = leads(text(file.toString()));
        assertThat(report.getRead()).isEqualTo(1000);
        assertThat(report.getImported()).isEqualTo(999);
        assertThat(report.getSkipped()).hasSize(1).allMatch(remark -> remark.line() == 501);
    }

    @Test
    void theFirstOfTwoRowsWithOneIdWinsAndTheSecondIsReported() throws IOException {
        FileReport report = leads(text("id,first name\n1,Ana\n2,Bo\n1,Eve\n"));
        assertThat(marketo.of("leads"))
                .extracting(lead -> lead.values().get("firstName"))
                .containsExactly("Ana", "Bo");
        assertThat(report.getSkipped())
                .containsExactly(new ImportReport.Remark("file.csv", 4, "id", "the same id stands on line 2"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2018-03-12 | 2018-03-12T00:00:00Z",
                "2018-03-12 19:58:54 | 2018-03-12T19:58:54Z",
                "2018-03-12T19:58:54.000+0000 | 2018-03-12T19:58:54Z",
                "2018-03-12T19:58:54-03:00 | 2018-03-12T22:58:54Z",
                "25/04/2018 | 2018-04-25T00:00:00Z",
                "25.4.2018 7:05 | 2018-04-25T07:05:00Z",
                "04/25/2018 | 2018-04-25T00:00:00Z",
                "4/25/2018, 3:07 PM | 2018-04-25T15:07:00Z",
                "3/4/2018 12:30 AM | 2018-03-04T00:30:00Z",
                "12 Mar 2018 | 2018-03-12T00:00:00Z",
                "12-March-2018 | 2018-03-12T00:00:00Z",
                "March 12, 2018 | 2018-03-12T00:00:00Z",
                "1520884734 | 2018-03-12T19:58:54Z",
                "1520884734000 | 2018-03-12T19:58:54Z",
            })
    void readsDatesAsExportsWriteThem(String cell, Instant meant) {
        assertThat(DateColumn.of(List.of(cell)).read(cell)).contains(meant);
    }

    @ParameterizedTest(name = "\"{0}\" is no date")
    @CsvSource({"31/02/2018", "2018-13-01", "soon", "12 Foo 2018", "123"})
    void saysWhatIsNoDate(String cell) {
        assertThat(DateColumn.of(List.of(cell)).read(cell)).isEmpty();
    }

    @Test
    void decidesBetweenDaysAndMonthsFromTheWholeColumn() throws IOException {
        assertThat(DateColumn.of(List.of("03/04/2018", "", "25/04/2018")).read("03/04/2018"))
                .contains(Instant.parse("2018-04-03T00:00:00Z"));
        assertThat(DateColumn.of(List.of("03/04/2018", "04/25/2018")).read("03/04/2018"))
                .contains(Instant.parse("2018-03-04T00:00:00Z"));
        FileReport report = leads(text("id,created\n1,03/04/2018\n"));
        assertThat(onlyLead()).containsEntry("createdAt", "2018-04-03T00:00:00Z");
        assertThat(report.getNotes()).hasSize(1).allMatch(note -> note.why().contains("read day first"));
    }

    /** Headers as the vendors' own exports write them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Salesforce | Lead ID,First Name,Last Name,Company / Account,Email,Lead Source,Lead Status,Created Date",
                "HubSpot | Record ID,First Name,Last Name,Associated Company,Email,Original Source,Lead Status,Create Date",
                "Marketo | Id,First Name,Last Name,Company Name,Email Address,Lead Source,Lead Status,Created At",
            })
    void recognisesTheHeadersOfTheVendorsOwnExports(String vendor, String header) throws IOException {
        FileReport report = leads(text(header + "\n7,Ana,Ruiz,Acme,ana@example.org,Webinar,Open,2018-03-12\n"));
        assertThat(report.getUnusedColumns()).isEmpty();
        assertThat(onlyLead())
                .containsEntry("externalId", "7")
                .containsEntry("email", "ana@example.org")
                .containsEntry("company", "Acme")
                .containsEntry("leadSource", "Webinar")
                .containsEntry("originalSourceType", "Webinar")
                .containsEntry("leadStatus", "Open");
    }

    @Test
    void readsAColumnAsToldAndRefusesToBeToldNonsense() throws IOException {
        Path file = text("Nr,Erstkontakt,Firma\n7,12.03.2018,Acme\n");
        run(file, null, null, Map.of("Nr", "id", "Erstkontakt", "created", "Firma", "company"));
        assertThat(onlyLead()).containsEntry("externalId", "7").containsEntry("createdAt", "2018-03-12T00:00:00Z");
        assertThatThrownBy(() -> run(file, null, null, Map.of("Nummer", "id")))
                .hasMessageContaining("no column \"Nummer\"")
                .hasMessageContaining("Nr");
        assertThatThrownBy(() -> run(file, null, null, Map.of("Nr", "number")))
                .hasMessageContaining("no field \"number\"")
                .hasMessageContaining("created");
        assertThatThrownBy(() -> leads(text(""))).hasMessageContaining("is empty");
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

    private Map<String, String> onlyLead() {
        assertThat(marketo.of("leads")).hasSize(1);
        return marketo.of("leads").get(0).values();
    }

    private FileReport leads(Path file) {
        return run(file, null, null, Map.of()).getFiles().get(0);
    }

    private ImportReport run(
            @Nullable Path leads, @Nullable Path deals, @Nullable Path activities, Map<String, String> told) {
        return CsvImport.run(
                new CsvImport.Files(
                        Optional.ofNullable(leads),
                        Optional.ofNullable(deals),
                        Optional.ofNullable(activities),
                        Map.of("file.csv", told)),
                org,
                marketo,
                NOW);
    }

    private Path text(String content) throws IOException {
        return write("file.csv", utf8(content));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
