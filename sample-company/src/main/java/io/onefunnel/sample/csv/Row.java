package io.onefunnel.sample.csv;

import java.util.List;

/** A row of a file: its cells as they are, and the line on which it begins, counted from 1. */
record Row(long line, List<String> cells) {
    Row {
        cells = List.copyOf(cells);
    }

    boolean blank() {
        return cells.stream().allMatch(String::isBlank);
    }
}
