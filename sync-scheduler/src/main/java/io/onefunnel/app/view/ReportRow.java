package io.onefunnel.app.view;

import io.onefunnel.state.Reports;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of a report, read by what its columns hold. */
public record ReportRow(Map<String, @Nullable Object> columns) {
    /** All rows of a report. */
    public static List<ReportRow> all(Reports reports, String report) {
        return of(reports.rows(report));
    }

    /** The rows in which one column has one value. */
    static List<ReportRow> where(Reports reports, String report, String column, String value) {
        return of(reports.rows(report, column, value));
    }

    /** The only row of a summary; one without columns when there is none. */
    public static ReportRow first(Reports reports, String report) {
        return all(reports, report).stream().findFirst().orElse(new ReportRow(Map.of()));
    }

    private static List<ReportRow> of(Reports.Table table) {
        return table.rows().stream().map(ReportRow::new).toList();
    }

    /** A text; empty where there is none. */
    public String text(String column) {
        Object value = columns.get(column);
        return value == null ? "" : value.toString();
    }

    /** A whole number; 0 where there is none. */
    public long number(String column) {
        return columns.get(column) instanceof Number number ? number.longValue() : 0;
    }

    /** An instant, where there is one. */
    Optional<Instant> instant(String column) {
        return columns.get(column) instanceof Instant at ? Optional.of(at) : Optional.empty();
    }
}
