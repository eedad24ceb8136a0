package io.onefunnel.normalize;

/**
 * A record cannot be read as what it should be. The message names the vendor's type and field and the reason, never
 * the value: it is logged and shown.
 */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String why) {
        super(why);
    }
}
