package io.onefunnel.hubspot.pull;

import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.call.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The page that will be asked for next, fetched while the one before is stored. */
final class Prefetch {
    /** A page that nobody came for in this time is fetched again: somebody may have mended what it shows. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private record Page(RecordKind kind, Cursor from, Instant begun, Future<PullPage> page) {}

    private final Parallel parallel;
    private final InstantSource clock;
    private @Nullable Page next;

    Prefetch(Parallel parallel, InstantSource clock) {
        this.parallel = parallel;
        this.clock = clock;
    }

    void start(RecordKind kind, Cursor from, Callable<PullPage> work) {
        next = new Page(kind, from, clock.instant(), parallel.start(work));
    }

    /** The page from this cursor, where it was fetched ahead. */
    Optional<PullPage> take(RecordKind kind, Cursor from) {
        Page ahead = next;
        next = null;
        if (ahead == null || ahead.kind() != kind || !ahead.from().equals(from)) return Optional.empty();
        if (ahead.begun().plus(FRESH).isBefore(clock.instant())) return Optional.empty();
        return Optional.of(parallel.result(ahead.page()));
    }
}
