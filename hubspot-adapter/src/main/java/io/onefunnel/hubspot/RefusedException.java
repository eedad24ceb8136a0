package io.onefunnel.hubspot;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Recovery;
import java.util.List;

/** The vendor refused one request for a reason that the caller knows how to take. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    RefusedException(Failure failure) {
        super(failure.summary());
        this.failure = failure;
    }

    /** A whole request that the vendor refuses is a matter for the admin: the adapter asked for something wrong. */
    AdapterException ofWhole(String what) {
        return new AdapterException(
                failure.code().recovery() == Recovery.ASK_ADMIN ? failure.code() : AdapterErrorCode.UNEXPECTED_RESPONSE,
                "HubSpot refuses " + what + ": " + failure.words(List.of()),
                this);
    }

    Failure failure() {
        return failure;
    }
}
