package io.onefunnel.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Report definitions are SQL views with stable names: the console, CSV and outside tools read the same ones. */
public interface Reports {
    List<String> names();

    /**
     * All rows of a report.
     *
     * @throws IllegalArgumentException naming the reports there are
     */
    Table rows(String report);

    /** Rows of a report where one column has one value. */
    Table rows(String report, String column, String value);

    /** A person by a record id, a person id, an e-mail or a name; at most {@code max}. */
    List<Found> search(String text, int max);

    record Found(String person, String name, Optional<String> stage, List<String> records) {}

    /** Column names, and rows whose values are String, Long, Double, Boolean, Instant or null. */
    record Table(List<String> columns, List<Map<String, @Nullable Object>> rows) {}
}
