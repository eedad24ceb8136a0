package io.onefunnel.spi.call;

import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Why an attempt failed, as far as it decides on the next one.
 *
 * @param code what the failure is taken for
 * @param vendorCode by which a policy may know it: mostly the vendor's own code; "" where there is none
 * @param named how long the vendor wants us to wait, where it says so
 */
public record Failure(AdapterErrorCode code, String vendorCode, Optional<Duration> named) {
    public Failure(AdapterErrorCode code) {
        this(code, "", Optional.empty());
    }

    public Failure(AdapterErrorCode code, String vendorCode) {
        this(code, vendorCode, Optional.empty());
    }
}
