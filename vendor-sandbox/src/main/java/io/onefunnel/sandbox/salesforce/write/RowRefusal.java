package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row is refused; the others go on. */
final class RowRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<String> fields;
    private final transient @Nullable DuplicatesFound duplicates;

    RowRefusal(String code, String message, String... fields) {
        super(message);
        this.code = code;
        this.fields = List.of(fields);
        this.duplicates = null;
    }

    private RowRefusal(DuplicatesFound found) {
        super(found.message());
        this.code = "DUPLICATES_DETECTED";
        this.fields = List.of();
        this.duplicates = found;
    }

    static RowRefusal duplicates(DuplicatesFound found) {
        return new RowRefusal(found);
    }

    RowResult.RowError error() {
        return new RowResult.RowError(code, String.valueOf(getMessage()), fields, duplicates);
    }
}
