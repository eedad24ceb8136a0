package io.onefunnel.salesforce.client;

import io.onefunnel.spi.AdapterErrorCode;

/**
 * What a failed call means.
 *
 * @param maybeApplied whether the vendor may have done what was asked although no answer says so
 * @param attempts how often the call may be made in all
 * @param vendorCode the vendor's code; "" where there is none
 */
record MappedError(AdapterErrorCode code, boolean maybeApplied, int attempts, String vendorCode, String message) {
    /** One that the vendor said it did not do. */
    static MappedError notApplied(AdapterErrorCode code, int attempts, String vendorCode, String message) {
        return new MappedError(code, false, attempts, vendorCode, message);
    }
}
