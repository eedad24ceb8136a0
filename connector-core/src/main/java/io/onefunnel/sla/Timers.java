package io.onefunnel.sla;

import io.onefunnel.model.SlaTimer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The timers of a piece of work.
 *
 * @param extension why the outcome may take longer, if it may
 * @param nextChange when the same facts would next give another status; empty when time alone changes nothing
 */
public record Timers(List<SlaTimer> timers, Optional<SlaTimer.Extension> extension, Optional<Instant> nextChange) {
    public static final Timers NONE = new Timers(List.of(), Optional.empty(), Optional.empty());

    public Timers {
        timers = List.copyOf(timers);
    }

    /** The timer of a kind, when one is kept. */
    public Optional<SlaTimer> of(SlaTimer.Kind kind) {
        return timers.stream().filter(timer -> timer.kind() == kind).findFirst();
    }
}
