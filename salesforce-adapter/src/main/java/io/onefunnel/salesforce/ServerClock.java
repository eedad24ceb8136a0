package io.onefunnel.salesforce;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The org's own time, asked for once in a while: an instant that was the org's "now" a minute ago is still a right end
 * for a window, only a slightly older one.
 */
final class ServerClock {
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private record Told(Instant asked, Instant server) {}

    private final Calls calls;
    private final InstantSource clock;
    private @Nullable Told told;

    ServerClock(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** At most a minute old, in whole seconds as the stamps of records are. */
    Instant recently() {
        Told known = told;
        Instant now = clock.instant();
        boolean fresh = known != null
                && !now.isBefore(known.asked())
                && now.isBefore(known.asked().plus(GOOD_FOR));
        return fresh && known != null ? known.server() : exactly().truncatedTo(ChronoUnit.SECONDS);
    }

    Instant exactly() {
        Instant asked = clock.instant();
        Instant server = calls.read(
                "server timestamp",
                soap -> soap.getServerTimestamp().getTimestamp().toInstant());
        told = new Told(asked, server.truncatedTo(ChronoUnit.SECONDS));
        return server;
    }
}
