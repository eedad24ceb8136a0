package io.onefunnel.settings;

import java.util.Comparator;

/**
 * One thing in a configuration file that is not as it must be.
 *
 * @param file as the admin knows it: "config/onefunnel.yaml"
 * @param line from 1; 0 when it concerns the file as a whole
 * @param column from 1; 0 when the line says enough
 * @param key "connections.hubspot.token"; empty when there is none
 */
public record Problem(String file, int line, int column, String key, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> AS_IN_THE_FILES = Comparator.comparing(Problem::file)
            .thenComparing(Problem::line)
            .thenComparing(Problem::column)
            .thenComparing(Problem::key)
            .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return AS_IN_THE_FILES.compare(this, other);
    }

    /** The line that an admin reads, in the form editors can jump to. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(file);
        if (line > 0) shown.append(':').append(line);
        if (column > 0) shown.append(':').append(column);
        if (!key.isEmpty()) shown.append(": ").append(key);
        return shown.append(": ").append(message).toString();
    }
}
