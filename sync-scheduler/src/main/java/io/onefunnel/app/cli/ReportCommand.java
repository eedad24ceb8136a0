package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.state.Reports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads one report of the store, as a table for people, as CSV or as JSON. */
@Command(name = "report", description = "Print a report; without a name, list the reports.")
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The report.")
    private @Nullable String name;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            Reports reports = opening.installation().store().reports();
            if (name == null) {
                if (common.json) Json.print(Map.of("reports", reports.names()));
                else reports.names().forEach(System.out::println);
                return ExitCode.DONE;
            }
            if (!reports.names().contains(name)) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        "there is no report \"" + name + "\"; there are: " + String.join(", ", reports.names()));
            }
            print(reports.rows(name));
            return ExitCode.DONE;
        }
    }

    private void print(Reports.Table table) {
        if (common.json) {
            Json.print(Map.of("report", String.valueOf(name), "rows", texts(table)));
        } else if (csv) {
            System.out.println(String.join(",", table.columns()));
            table.rows().forEach(row -> System.out.println(Csv.line(cells(table, row))));
        } else {
            TextTable text = new TextTable(table.columns().toArray(String[]::new));
            table.rows().forEach(row -> text.row(cells(table, row).toArray()));
            System.out.print(text);
        }
    }

    private static List<Map<String, Object>> texts(Reports.Table table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : table.rows()) {
            Map<String, Object> plain = new LinkedHashMap<>();
            table.columns().forEach(column -> {
                Object value = row.get(column);
                if (value == null) return;
                plain.put(column, value instanceof Number || value instanceof Boolean ? value : value.toString());
            });
            rows.add(plain);
        }
        return rows;
    }

    private static List<String> cells(Reports.Table table, Map<String, @Nullable Object> row) {
        List<String> cells = new ArrayList<>();
        for (String column : table.columns()) {
            Object value = row.get(column);
            cells.add(value == null ? "" : value.toString());
        }
        return cells;
    }
}
