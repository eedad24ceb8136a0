package io.onefunnel.sample.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.sample.csv.ImportReport.FileReport;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reading of CSV files")
class CsvReadingTest extends ImportedFiles {
    private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

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
}
