package io.onefunnel.app.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Aligned columns that fit a terminal: numbers right, text left, the widest text column gives way. */
public final class TextTable {
    private static final int WIDTH = 80;
    private static final String GAP = "  ";
    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d,.]+ ?%?|-");

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> kept = new HashSet<>();

    public TextTable(String... heads) {
        this.heads = List.of(heads);
    }

    /** A column that is never cut: half an id is none. */
    public TextTable keeping(int column) {
        kept.add(column);
        return this;
    }

    public TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) row.add(cell == null ? "" : cell.toString());
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        append(text, heads, widths);
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heads.get(column).length();
            for (List<String> row : rows)
                widths[column] = Math.max(widths[column], row.get(column).length());
        }
        int over = -WIDTH - GAP.length();
        for (int width : widths) over += width + GAP.length();
        while (over > 0) {
            int widest = -1;
            for (int column = 0; column < widths.length; column++) {
                if (kept.contains(column)) continue;
                if (widest < 0 || widths[column] > widths[widest]) widest = column;
            }
            if (widest < 0 || widths[widest] <= 8) return widths;
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            if (column > 0) line.append(GAP);
            String cell = row.get(column);
            if (cell.length() > widths[column]) cell = cell.substring(0, widths[column] - 1) + "…";
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(numeric(column) ? padding + cell : cell + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private boolean numeric(int column) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.get(column).isEmpty()
                                || NUMBER.matcher(row.get(column)).matches());
    }
}
