package io.onefunnel.sandbox.salesforce.session;

import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls that take long. At most 25 requests may have been running for 20 seconds or more at one time; shorter ones
 * are not limited: API Request Limits and Allocations.
 */
public final class LongCalls {
    private static final Duration LONG = Duration.ofSeconds(20);

    private record Running(Instant longSince, Instant until) {}

    private final SandboxClock clock;
    private final OrgSettings settings;
    private final List<Running> running = new ArrayList<>();

    public LongCalls(SandboxClock clock, OrgSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Lets a call begin that will last so long, or refuses it because of those that are running. */
    synchronized void begin(Duration lasting) {
        Instant now = clock.instant();
        running.removeIf(call -> !call.until().isAfter(now));
        long counted =
                running.stream().filter(call -> !call.longSince().isAfter(now)).count();
        if (settings.on("limits") && counted >= settings.number("longCallsAtOnce")) throw ApiQuota.concurrent();
        if (lasting.compareTo(LONG) >= 0) running.add(new Running(now.plus(LONG), now.plus(lasting)));
    }
}
