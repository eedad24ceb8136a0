package io.onefunnel.salesforce;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What every kind of write works with. */
record Desk(Calls calls, Schema schema, Reads reads, Lanes lanes, InstantSource clock) {
    private static final Duration LATER = Duration.ofMinutes(5);

    /** When to try again what others hold now. */
    Instant later() {
        return clock.instant().plus(LATER);
    }

    Instant later(AdapterException refused) {
        return refused.notBefore().orElseGet(this::later);
    }

    /** Whether what was refused is only put off. */
    static boolean passes(AdapterException refused) {
        Recovery recovery = refused.code().recovery();
        return recovery == Recovery.RETRY_LATER || recovery == Recovery.STOP_UNTIL_QUOTA_RESET;
    }

    /** Whether the next call would meet the same wall, whatever it carries. */
    static boolean stopsAll(AdapterException refused) {
        return refused.code() == AdapterErrorCode.CREDENTIALS_REFUSED
                || passes(refused) && refused.code() != AdapterErrorCode.RECORD_LOCKED;
    }
}
