package io.onefunnel.sandbox.salesforce.write;

import java.util.List;

/** One row is refused; the others go on. */
final class RowRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<String> fields;

    RowRefusal(String code, String message, String... fields) {
        super(message);
        this.code = code;
        this.fields = List.of(fields);
    }

    RowResult.RowError error() {
        return new RowResult.RowError(code, String.valueOf(getMessage()), fields);
    }
}
