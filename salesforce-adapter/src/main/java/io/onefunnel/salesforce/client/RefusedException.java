package io.onefunnel.salesforce.client;

import io.onefunnel.spi.AdapterException;
import java.io.IOException;

/** An HTTP answer that is an error: of REST, of the token endpoint, or of something in between. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param code the vendor's error code; "" when the answer is not the vendor's */
    public RefusedException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The vendor's code behind a refusal; "" where there is none. */
    public static String vendorCode(AdapterException refused) {
        return refused.getCause() instanceof RefusedException answer ? answer.code : "";
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
