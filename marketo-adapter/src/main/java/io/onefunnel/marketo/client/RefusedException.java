package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Marketo refused a whole request, or could not be reached although it was tried again. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient MappedError error;
    private final transient @Nullable Instant notBefore;

    public RefusedException(MappedError error, String message, @Nullable Instant notBefore, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
        this.notBefore = notBefore;
    }

    /** A refusal that no code of the vendor stands behind. */
    static RefusedException of(AdapterErrorCode meaning, String message) {
        return new RefusedException(MappedError.own(meaning), message, null, null);
    }

    public MappedError error() {
        return error;
    }

    public AdapterErrorCode code() {
        return error.meaning();
    }

    @Nullable
    public Instant notBefore() {
        return notBefore;
    }

    public boolean is(String vendorCode) {
        return error.code().equals(vendorCode);
    }

    /** The same refusal, where it means something else than its code says. */
    public RefusedException meaning(AdapterErrorCode other) {
        return new RefusedException(
                new MappedError(error.code(), RetryRule.CONFIG, other), String.valueOf(getMessage()), null, this);
    }

    AdapterException toAdapterException() {
        return new AdapterException(code(), String.valueOf(getMessage()), notBefore, this);
    }
}
