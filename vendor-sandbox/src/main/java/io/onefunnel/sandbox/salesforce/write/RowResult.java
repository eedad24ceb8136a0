package io.onefunnel.sandbox.salesforce.write;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one row: its id, or why it was refused. */
public record RowResult(@Nullable String id, boolean created, List<RowError> errors) {
    /** One reason, with the vendor's status code. */
    public record RowError(String code, String message, List<String> fields) {}

    public static RowResult done(String id, boolean created) {
        return new RowResult(id, created, List.of());
    }

    public static RowResult refused(@Nullable String id, String code, String message, String... fields) {
        return new RowResult(id, false, List.of(new RowError(code, message, List.of(fields))));
    }

    public boolean success() {
        return errors.isEmpty();
    }
}
