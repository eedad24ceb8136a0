package io.onefunnel.sla.timer;

import io.onefunnel.model.SlaTimer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rule found.
 *
 * @param timer empty where nothing was promised
 * @param extension why there is more time than the promise gives, if there is
 * @param nextChange when time alone would give another verdict; empty when it never would
 */
public record Verdict(Optional<SlaTimer> timer, Optional<SlaTimer.Extension> extension, Optional<Instant> nextChange) {
    /** No promise, and none that begins by time alone. */
    public static final Verdict NONE = new Verdict(Optional.empty(), Optional.empty(), Optional.empty());

    Verdict with(Optional<SlaTimer.Extension> reason) {
        return new Verdict(timer, reason, nextChange);
    }

    /** The same, to be found anew at an instant if that comes first. */
    Verdict lookingAgainAt(Optional<Instant> instant) {
        return new Verdict(
                timer,
                extension,
                Stream.concat(nextChange.stream(), instant.stream()).min(Instant::compareTo));
    }
}
