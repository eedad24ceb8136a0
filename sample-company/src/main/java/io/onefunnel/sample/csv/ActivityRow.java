package io.onefunnel.sample.csv;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An activity of the admin's file.
 *
 * @param line where it stands, for remarks
 * @param who the lead's id, otherwise the e-mail
 */
record ActivityRow(
        long line, String who, Kind kind, Instant at, String subject, String result, String owner, boolean inbound) {

    /** What it is, and so where it goes: the first four into Salesforce, the others into Marketo. */
    enum Kind {
        CALL("call", "phone", "dial", "voicemail"),
        MEETING("meeting", "event", "demo", "appointment"),
        FORM("form", "submission", "download", "registration", "subscribe"),
        OPEN("email open", "open email", "opened"),
        CLICK("click"),
        WEB("visit", "page", "web"),
        EMAIL("mail"),
        TASK("");

        private final String[] words;

        Kind(String... words) {
            this.words = words;
        }

        static Kind of(String type) {
            String plain = type.toLowerCase(Locale.ROOT).replace('_', ' ');
            for (Kind kind : values()) for (String word : kind.words) if (plain.contains(word)) return kind;
            return TASK;
        }

        boolean inSalesforce() {
            return this == CALL || this == MEETING || this == EMAIL || this == TASK;
        }
    }

    /** Reads a file of activities; those of nobody in {@code leads} are reported. */
    static List<ActivityRow> read(CsvFile file, Map<String, String> told, LeadBook leads) {
        Columns columns = Columns.of(file, "activities", told);
        DateColumn dates = columns.dates("at");
        if (dates.open())
            file.report.note(1, columns.header("at"), "days and months cannot be told apart: read day first");
        List<ActivityRow> activities = new ArrayList<>();
        for (Row row : file.rows) {
            Optional<Instant> at = dates.read(columns.cell(row, "at"));
            if (at.isEmpty()) {
                LeadRow.skipDate(file.report, row, columns, "at");
                continue;
            }
            Optional<String> lead = leads.find(columns.cell(row, "lead"), columns.cell(row, "email"));
            if (lead.isEmpty()) {
                String column = columns.header(columns.has("lead") ? "lead" : "email");
                file.report.skip(row.line(), column, "no such lead among the leads and deals");
                continue;
            }
            Kind kind = Kind.of(columns.cell(row, "type"));
            if (!kind.inSalesforce() && leads.lead(lead.get()).isEmpty()) {
                file.report.skip(row.line(), "", "known from a deal only: there is no Marketo lead to log it on");
                continue;
            }
            activities.add(new ActivityRow(
                    row.line(),
                    lead.get(),
                    kind,
                    at.get(),
                    columns.cell(row, "subject"),
                    columns.cell(row, "result"),
                    columns.cell(row, "owner"),
                    columns.cell(row, "direction").toLowerCase(Locale.ROOT).startsWith("in")));
            file.report.imported();
        }
        return activities;
    }
}
