package io.onefunnel.salesforce.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.Failure;

/**
 * What a failed call means.
 *
 * @param maybeApplied whether the vendor may have done what was asked although no answer says so
 * @param vendorCode the vendor's code; "" where there is none
 * @param retriedAs how {@link SalesforceRetryPolicies} knows it: by the vendor's code, where that is listed
 */
record MappedError(AdapterErrorCode code, boolean maybeApplied, String vendorCode, String message, String retriedAs) {
    private static final String MOVED = "moved";

    MappedError(AdapterErrorCode code, boolean maybeApplied, String vendorCode, String message) {
        this(code, maybeApplied, vendorCode, message, vendorCode);
    }

    /** One that the vendor said it did not do. */
    static MappedError notApplied(AdapterErrorCode code, String vendorCode, String message) {
        return new MappedError(code, false, vendorCode, message);
    }

    /** An answer that sends elsewhere; it was not followed. */
    static MappedError moved(String why) {
        return new MappedError(AdapterErrorCode.UNEXPECTED_RESPONSE, false, "", why, MOVED);
    }

    /** One of which no document tells. */
    static MappedError unlisted(String vendorCode, String message) {
        return new MappedError(
                AdapterErrorCode.UNEXPECTED_RESPONSE, true, vendorCode, message, SalesforceRetryPolicies.UNLISTED);
    }

    /** An answer that is not Salesforce's, or not all of it: perhaps only this once. */
    static MappedError spoiled(String why) {
        return new MappedError(AdapterErrorCode.UNEXPECTED_RESPONSE, true, "", why, SalesforceRetryPolicies.SPOILED);
    }

    /** Whether the org may have another address by now: none was found at this one, or it sends elsewhere. */
    boolean isOfAddress() {
        return code == AdapterErrorCode.UNREACHABLE && !maybeApplied || retriedAs.equals(MOVED);
    }

    Failure failure() {
        return new Failure(code, retriedAs);
    }
}
