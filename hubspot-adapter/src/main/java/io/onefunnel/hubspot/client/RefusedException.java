package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Recovery;
import java.util.List;
import java.util.function.Supplier;

/** The vendor refused one request for a reason that the caller knows how to take. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient MappedError error;

    public RefusedException(MappedError error) {
        super(error.summary());
        this.error = error;
    }

    public MappedError error() {
        return error;
    }

    /** A whole request that the vendor refuses is a matter for the admin: the adapter asked for something wrong. */
    public AdapterException ofWhole(String what) {
        return new AdapterException(
                error.code().recovery() == Recovery.ASK_ADMIN ? error.code() : AdapterErrorCode.UNEXPECTED_RESPONSE,
                "HubSpot refuses " + what + ": " + error.words(List.of())
                        + (error.isWrongAddress() ? "; check base-url and api-version" : ""),
                this);
    }

    /** The result of work in which no refusal is expected: one that comes is {@link #ofWhole} the work. */
    public static <T> T translating(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            throw e.ofWhole(what);
        } catch (UnknownOutcomeException e) {
            throw new AdapterException(
                    AdapterErrorCode.VENDOR_UNAVAILABLE,
                    "HubSpot did not say whether it did it (" + e.getMessage()
                            + "); look again, then repeat what is left",
                    e);
        }
    }
}
