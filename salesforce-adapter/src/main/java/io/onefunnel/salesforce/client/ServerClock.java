package io.onefunnel.salesforce.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The org's own time, asked for once in a while: an instant that was the org's "now" a minute ago is still a right end
 * for a window, only a slightly older one.
 */
public final class ServerClock {
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private record Reading(Instant asked, Instant server) {}

    private final SalesforceClient client;
    private final InstantSource clock;
    private @Nullable Reading last;

    ServerClock(SalesforceClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** At most a minute old, in whole seconds as the stamps of records are. */
    public Instant recently() {
        Reading known = last;
        Instant now = clock.instant();
        boolean fresh = known != null
                && !now.isBefore(known.asked())
                && now.isBefore(known.asked().plus(GOOD_FOR));
        return fresh && known != null ? known.server() : exactly().truncatedTo(ChronoUnit.SECONDS);
    }

    public Instant exactly() {
        Reading reading = client.read("server timestamp", soap -> {
            // Asked just now: what was waited for before another attempt is no part of it.
            Instant asked = clock.instant();
            return new Reading(asked, SoapAnswers.timestamp(soap.getServerTimestamp()));
        });
        last = new Reading(reading.asked(), reading.server().truncatedTo(ChronoUnit.SECONDS));
        return reading.server();
    }

    /** How far this machine's clock is from the org's, in whole seconds: an answer takes its time, too. */
    public Duration skew() {
        Instant server = exactly();
        Reading reading = Objects.requireNonNull(last);
        return Duration.ofSeconds(Duration.between(reading.asked(), server).toMillis() / 1_000);
    }
}
