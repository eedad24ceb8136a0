package io.onefunnel.app.cli;

import java.util.List;
import java.util.stream.Collectors;

/** RFC 4180, with the guard that spreadsheets need: a cell that looks like a formula is text. */
final class Csv {
    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
    }

    private static String cell(String value) {
        String safe = isFormula(value) ? "'" + value : value;
        if (safe.indexOf(',') < 0 && safe.indexOf('"') < 0 && safe.indexOf('\n') < 0 && safe.indexOf('\r') < 0) {
            return safe;
        }
        return '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static boolean isFormula(String value) {
        if (value.isEmpty()) return false;
        char first = value.charAt(0);
        if (first == '=' || first == '@' || first == '\t') return true;
        return (first == '+' || first == '-') && value.length() > 1 && !Character.isDigit(value.charAt(1));
    }
}
