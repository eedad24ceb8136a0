package io.onefunnel.sandbox.salesforce.org;

import org.jspecify.annotations.Nullable;

/** A refusal of a whole call, in the vendor's code and words; each protocol renders it in its own shape. */
public final class SalesforceError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where in a query the error is; 1-based, -1 where Salesforce gives no position. */
    public record Position(int row, int column) {
        public static final Position NONE = new Position(-1, -1);
    }

    private final int httpStatus;
    private final String code;
    private final String text;
    private final transient @Nullable Position position;

    public SalesforceError(int httpStatus, String code, String text) {
        this(httpStatus, code, text, null);
    }

    public SalesforceError(int httpStatus, String code, String text, @Nullable Position position) {
        super(code + ": " + text);
        this.httpStatus = httpStatus;
        this.code = code;
        this.text = text;
        this.position = position;
    }

    /** The status that REST answers with; SOAP faults are always 500. */
    public int httpStatus() {
        return httpStatus;
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }

    public @Nullable Position position() {
        return position;
    }
}
