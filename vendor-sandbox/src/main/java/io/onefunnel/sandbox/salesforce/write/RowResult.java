package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one row: its id, or why it was refused. */
public record RowResult(@Nullable String id, boolean created, List<RowError> errors) {
    /**
     * One reason, with the vendor's status code.
     *
     * @param duplicates what was found, with DUPLICATES_DETECTED
     */
    public record RowError(
            String code,
            String message,
            List<String> fields,
            @Nullable DuplicatesFound duplicates) {
        RowError(String code, String message, List<String> fields) {
            this(code, message, fields, null);
        }
    }

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
