package io.onefunnel.spi;

/** What went wrong, in words that hold for every vendor. The code carries its recovery. */
public enum AdapterErrorCode {
    RATE_LIMITED(Recovery.RETRY_LATER),
    UNREACHABLE(Recovery.RETRY_LATER),
    VENDOR_UNAVAILABLE(Recovery.RETRY_LATER),
    RECORD_LOCKED(Recovery.RETRY_LATER),
    TOKEN_EXPIRED(Recovery.REAUTHENTICATE),
    QUOTA_EXHAUSTED(Recovery.STOP_UNTIL_QUOTA_RESET),
    RECORD_INVALID(Recovery.SKIP_RECORD),
    RECORD_GONE(Recovery.SKIP_RECORD),
    RECORD_READ_ONLY(Recovery.SKIP_RECORD),
    DUPLICATE_DETECTED(Recovery.SKIP_RECORD),
    MERGE_REFUSED(Recovery.SKIP_RECORD),
    CREDENTIALS_REFUSED(Recovery.ASK_ADMIN),
    WRONG_ACCOUNT(Recovery.ASK_ADMIN),
    PERMISSION_MISSING(Recovery.ASK_ADMIN),
    FIELD_NOT_READABLE(Recovery.ASK_ADMIN),
    FIELD_NOT_WRITABLE(Recovery.ASK_ADMIN),
    FEATURE_MISSING(Recovery.ASK_ADMIN),
    UNEXPECTED_RESPONSE(Recovery.ASK_ADMIN);

    private final Recovery recovery;

    AdapterErrorCode(Recovery recovery) {
        this.recovery = recovery;
    }

    public Recovery recovery() {
        return recovery;
    }
}
