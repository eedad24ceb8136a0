package io.onefunnel.salesforce;

import java.io.IOException;

/** An HTTP answer that is an error: of REST, of the token endpoint, or of something in between. */
final class VendorRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param code the vendor's error code; "" when the answer is not the vendor's */
    VendorRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
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
