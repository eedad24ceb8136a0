package io.onefunnel.app.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** RFC 4180, with the guard that spreadsheets need: a cell that looks like a formula is text. */
final class Csv {
    private static final String DANGEROUS = "=+-@\t\r\n";
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)*");
    private static final Pattern TELEPHONE = Pattern.compile("\\+[0-9][0-9 ()./-]*");

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
        if (value.isEmpty() || DANGEROUS.indexOf(value.charAt(0)) < 0) return false;
        return !NUMBER.matcher(value).matches() && !TELEPHONE.matcher(value).matches();
    }
}
