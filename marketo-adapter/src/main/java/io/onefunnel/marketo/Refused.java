package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Marketo refused a whole request, or could not be reached although it was tried again. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient VendorCode what;
    private final transient @Nullable Instant notBefore;

    Refused(VendorCode what, String message, @Nullable Instant notBefore, @Nullable Throwable cause) {
        super(message, cause);
        this.what = what;
        this.notBefore = notBefore;
    }

    /** A refusal that no code of the vendor stands behind. */
    static Refused of(AdapterErrorCode meaning, String message) {
        return new Refused(VendorCode.own(meaning), message, null, null);
    }

    VendorCode what() {
        return what;
    }

    AdapterErrorCode code() {
        return what.meaning();
    }

    @Nullable
    Instant notBefore() {
        return notBefore;
    }

    boolean is(String vendorCode) {
        return what.code().equals(vendorCode);
    }

    AdapterException toAdapterException() {
        return new AdapterException(code(), String.valueOf(getMessage()), notBefore, this);
    }
}
