package io.onefunnel.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one run: tables for people, one object for programs. */
final class Report {
    private final PrintStream out;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    Report(String benchmark, PrintStream out) {
        this.out = out;
        figures.put("benchmark", benchmark);
    }

    void put(String name, long figure) {
        figures.put(name, figure);
    }

    void put(String name, Object figure) {
        figures.put(name, figure);
    }

    /** A figure rounded to what such a measurement can tell. */
    void put(String name, double figure) {
        figures.put(name, Math.round(figure * 1000) / 1000.0);
    }

    void put(String name, Cost cost) {
        put(name + "WallSeconds", Cost.seconds(cost.wall()));
        put(name + "ProductCpuSeconds", Cost.seconds(cost.product()));
        put(name + "DatabaseCpuSeconds", Cost.seconds(cost.database()));
        put(name + "VendorCpuSeconds", Cost.seconds(cost.vendors()));
    }

    void machine() {
        put("processors", Runtime.getRuntime().availableProcessors());
        put("heapLimitMiB", PeakHeap.limitMebibytes());
        put("java", System.getProperty("java.version"));
    }

    void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }

    /** Rows under a header, the first column to the left and the others to the right. */
    void table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + gap : "  " + gap + row.get(i));
            }
            out.println(line.toString().stripTrailing());
        }
        out.println();
    }

    void printJson() throws JsonProcessingException {
        out.println(new ObjectMapper().writeValueAsString(figures));
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", Cost.seconds(time));
    }

    static String number(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }
}
