package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Marketo refused a whole request, or could not be reached although it was tried again. Nothing was applied. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String vendorCode;
    private final AdapterErrorCode code;
    private final transient @Nullable Instant notBefore;

    Refused(
            String vendorCode,
            AdapterErrorCode code,
            String message,
            @Nullable Instant notBefore,
            @Nullable Throwable cause) {
        super(message, cause);
        this.vendorCode = vendorCode;
        this.code = code;
        this.notBefore = notBefore;
    }

    /** "1018"; "HTTP 503"; empty when no answer came. */
    String vendorCode() {
        return vendorCode;
    }

    AdapterErrorCode code() {
        return code;
    }

    @Nullable
    Instant notBefore() {
        return notBefore;
    }

    boolean is(String vendor) {
        return vendorCode.equals(vendor);
    }

    AdapterException toAdapterException() {
        return new AdapterException(code, String.valueOf(getMessage()), notBefore, this);
    }
}
