package io.onefunnel.app.console.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong passwords by who sent them: an address has to wait after ten in a row, and nobody else. The latest addresses alone are
 * remembered, so that asking from many fills no memory.
 */
final class FailedSignIns {
    private static final int ALLOWED = 10;
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private record Failures(int count, Instant latest) {}

    private final InstantSource clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    FailedSignIns(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean mustWait(String address) {
        Failures failed = byAddress.get(address);
        if (failed == null || failed.count() < ALLOWED) return false;
        if (failed.latest().plus(WAIT).isAfter(clock.instant())) return true;
        byAddress.remove(address);
        return false;
    }

    synchronized void failed(String address) {
        byAddress.merge(
                address,
                new Failures(1, clock.instant()),
                (old, one) -> new Failures(old.count() + 1, clock.instant()));
    }

    synchronized void succeeded(String address) {
        byAddress.remove(address);
    }
}
