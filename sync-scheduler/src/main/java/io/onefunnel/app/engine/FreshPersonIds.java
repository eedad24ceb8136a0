package io.onefunnel.app.engine;

import io.onefunnel.model.PersonId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Ids that rise with time, within a process strictly: the first in order is the oldest. UUIDs of version 7 (RFC 9562). */
final class FreshPersonIds implements Supplier<PersonId> {
    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long latest;

    FreshPersonIds(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized PersonId get() {
        // Milliseconds with a counter below them; a counter that runs over borrows from the next millisecond.
        latest = Math.max(latest + 1, clock.millis() << COUNTER_BITS);
        long high = (latest >>> COUNTER_BITS) << 16 | 0x7000 | latest & 0xFFF;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new PersonId(new UUID(high, low).toString());
    }
}
