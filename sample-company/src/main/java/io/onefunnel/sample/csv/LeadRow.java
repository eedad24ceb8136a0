package io.onefunnel.sample.csv;

import io.onefunnel.sample.csv.ImportReport.FileReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A lead of the admin's file.
 *
 * @param id its id in the file, otherwise its e-mail; never blank
 * @param created when it first made contact; empty when the file does not say
 * @param qualified whether the file says that marketing has qualified it
 */
record LeadRow(
        String id,
        String email,
        String first,
        String last,
        String company,
        String phone,
        String title,
        String country,
        String city,
        String source,
        String page,
        String status,
        Optional<Instant> created,
        boolean qualified) {

    /** Reads a file of leads; the first row of an id wins. */
    static List<LeadRow> read(CsvFile file, Map<String, String> told) {
        Columns columns = Columns.of(file, "leads", told);
        boolean allQualified = columns.header("id").equalsIgnoreCase("mql_id");
        DateColumn dates = columns.dates("created");
        if (dates.open())
            file.report.note(1, columns.header("created"), "days and months cannot be told apart: read day first");
        Map<String, Long> seen = new HashMap<>();
        List<LeadRow> leads = new ArrayList<>();
        for (Row row : file.rows) {
            String email = columns.cell(row, "email");
            String id = columns.cell(row, "id").isEmpty() ? email : columns.cell(row, "id");
            if (id.isEmpty()) {
                file.report.skip(row.line(), "", "neither an id nor an e-mail address");
                continue;
            }
            Long before = seen.putIfAbsent(id, row.line());
            if (before != null) {
                file.report.skip(row.line(), columns.header("id"), "the same id stands on line " + before);
                continue;
            }
            Optional<Instant> created = dates.read(columns.cell(row, "created"));
            if (created.isEmpty() && !columns.cell(row, "created").isEmpty()) {
                skipDate(file.report, row, columns, "created");
                seen.remove(id);
                continue;
            }
            leads.add(lead(row, columns, id, email, created, allQualified));
            file.report.imported();
        }
        return leads;
    }

    static void skipDate(FileReport report, Row row, Columns columns, String field) {
        report.skip(row.line(), columns.header(field), "not a date: \"" + columns.cell(row, field) + "\"");
    }

    private static LeadRow lead(
            Row row, Columns columns, String id, String email, Optional<Instant> created, boolean allQualified) {
        String name = columns.cell(row, "name");
        int space = name.lastIndexOf(' ');
        String first = columns.cell(row, "first");
        String last = columns.cell(row, "last");
        boolean whole = first.isEmpty() && last.isEmpty();
        String status = columns.cell(row, "status");
        return new LeadRow(
                id,
                email,
                whole && space > 0 ? name.substring(0, space) : first,
                whole ? name.substring(space + 1) : last,
                columns.cell(row, "company"),
                columns.cell(row, "phone"),
                columns.cell(row, "title"),
                columns.cell(row, "country"),
                columns.cell(row, "city"),
                columns.cell(row, "source"),
                columns.cell(row, "page"),
                status,
                created,
                allQualified || saysQualified(status));
    }

    private static boolean saysQualified(String status) {
        String plain = status.toLowerCase(Locale.ROOT).replace(" ", "").replace("_", "");
        return plain.equals("mql") || plain.equals("marketingqualifiedlead") || plain.equals("marketingqualified");
    }
}
