package io.onefunnel.sample.csv;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A deal of the admin's file.
 *
 * @param line where it stands, for remarks
 * @param leadId the lead it came from; blank when the file does not say
 * @param amount a plain number, or blank
 * @param closed when it closed or shall close
 */
record DealRow(
        long line,
        String leadId,
        String id,
        String name,
        String amount,
        String stage,
        Ending ending,
        Optional<Instant> closed,
        Optional<Instant> created,
        String account,
        String email,
        String contact,
        String sdr,
        String rep,
        String segment,
        String type,
        String lossReason) {

    enum Ending {
        WON,
        LOST,
        OPEN
    }

    /** Reads a file of deals; the first row of a deal wins. */
    static List<DealRow> read(CsvFile file, Map<String, String> told) {
        Columns columns = Columns.of(file, "deals", told);
        DateColumn closed = columns.dates("closed");
        DateColumn created = columns.dates("created");
        if (closed.open())
            file.report.note(1, columns.header("closed"), "days and months cannot be told apart: read day first");
        Map<String, Long> seen = new HashMap<>();
        List<DealRow> deals = new ArrayList<>();
        for (Row row : file.rows) {
            if (unreadable(file, columns, row, closed, "closed") || unreadable(file, columns, row, created, "created"))
                continue;
            String amount = amount(columns.cell(row, "amount"));
            if (amount.isEmpty() && !columns.cell(row, "amount").isEmpty()) {
                file.report.skip(
                        row.line(), columns.header("amount"), "not an amount: \"" + columns.cell(row, "amount") + "\"");
                continue;
            }
            // Without an id of its own, a deal is the same if its lead, its day and its amount are the same.
            String key = columns.has("id")
                    ? columns.cell(row, "id")
                    : columns.cell(row, "lead") + " " + columns.cell(row, "closed") + " " + amount;
            Long before = key.isBlank() ? null : seen.putIfAbsent(key, row.line());
            if (before != null) {
                file.report.skip(row.line(), columns.header("id"), "the same deal stands on line " + before);
                continue;
            }
            deals.add(deal(row, columns, amount, closed, created));
            file.report.imported();
        }
        return deals;
    }

    private static DealRow deal(Row row, Columns columns, String amount, DateColumn closed, DateColumn created) {
        return new DealRow(
                row.line(),
                columns.cell(row, "lead"),
                columns.cell(row, "id"),
                columns.cell(row, "name"),
                amount,
                columns.cell(row, "stage"),
                ending(row, columns),
                closed.read(columns.cell(row, "closed")),
                created.read(columns.cell(row, "created")),
                columns.cell(row, "account"),
                columns.cell(row, "email"),
                columns.cell(row, "contact"),
                columns.cell(row, "sdr"),
                columns.cell(row, "rep"),
                columns.cell(row, "segment"),
                columns.cell(row, "type"),
                columns.cell(row, "lossreason"));
    }

    private static boolean unreadable(CsvFile file, Columns columns, Row row, DateColumn dates, String field) {
        String cell = columns.cell(row, field);
        if (cell.isEmpty() || dates.read(cell).isPresent()) return false;
        LeadRow.skipDate(file.report, row, columns, field);
        return true;
    }

    private static Ending ending(Row row, Columns columns) {
        String stage = columns.cell(row, "stage").toLowerCase(Locale.ROOT);
        String won = columns.cell(row, "won").toLowerCase(Locale.ROOT);
        if (List.of("true", "1", "yes", "won").contains(won) || stage.contains("won")) return Ending.WON;
        if (stage.contains("lost") || won.equals("lost")) return Ending.LOST;
        // A list of won deals says so by its date column alone.
        boolean wonDate = columns.header("closed").toLowerCase(Locale.ROOT).contains("won");
        return wonDate && !columns.cell(row, "closed").isEmpty() ? Ending.WON : Ending.OPEN;
    }

    /** "$1,250.50", "1.250,50 €" and "1250.5" as a plain number; blank when it is none. */
    private static String amount(String cell) {
        String digits = cell.replaceAll("[^0-9.,-]", "");
        int comma = digits.lastIndexOf(',');
        int dot = digits.lastIndexOf('.');
        boolean commaIsDecimal = comma > dot && digits.length() - comma <= 3;
        String plain = commaIsDecimal ? digits.replace(".", "").replace(',', '.') : digits.replace(",", "");
        try {
            return plain.isEmpty() ? "" : new BigDecimal(plain).toPlainString();
        } catch (NumberFormatException e) {
            return "";
        }
    }
}
