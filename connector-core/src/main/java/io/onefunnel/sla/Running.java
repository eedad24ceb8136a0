package io.onefunnel.sla;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SlaTimer.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A promise while its status is found: its instants, what kept it, and the lines that explain it.
 *
 * @param extendedFrom when the first limit gave way to a later one, if there is one
 */
record Running(
        Kind kind,
        Instant startedAt,
        Instant warnAt,
        Instant dueAt,
        Optional<Instant> extendedFrom,
        List<String> lines) {

    /** How soon a verdict that waits for a pull is looked at again; nothing else wakes it up. */
    private static final Duration PROOF_RECHECK = Duration.ofMinutes(15);

    Running {
        lines = List.copyOf(lines);
    }

    /** @param nextChange when time alone would change the status */
    record Judged(SlaTimer timer, Optional<Instant> nextChange) {}

    /** Kept: in time, or late and proven to be. */
    Judged kept(Instant at, String how, CaseFile file, Instant now, BusinessCalendars.Named in) {
        String line = how + " " + Moments.of(at, in.calendar().zone());
        if (!at.isAfter(dueAt)) return judged(Status.MET, Optional.of(at), line, Optional.empty());
        return late(Optional.of(at), line, file, now);
    }

    /** Kept at an instant that no system tells. */
    Judged kept(String how) {
        return judged(Status.MET, Optional.empty(), how, Optional.empty());
    }

    Judged paused(Instant until, BusinessCalendars.Named in) {
        String line = "paused until " + Moments.of(until, in.calendar().zone());
        return judged(Status.PAUSED, Optional.empty(), line, Optional.of(until));
    }

    Judged notApplicable(String why) {
        return judged(Status.NOT_APPLICABLE, Optional.empty(), why, Optional.empty());
    }

    Judged open(CaseFile file, Instant now) {
        if (!now.isBefore(dueAt)) return late(Optional.empty(), "", file, now);
        if (extendedFrom.isPresent() && !now.isBefore(extendedFrom.get())) {
            return judged(Status.EXTENDED, Optional.empty(), "", Optional.of(dueAt));
        }
        Instant limit = extendedFrom.orElse(dueAt);
        if (!now.isBefore(warnAt)) return judged(Status.AT_RISK, Optional.empty(), "", Optional.of(limit));
        return judged(Status.ON_TRACK, Optional.empty(), "", Optional.of(warnAt));
    }

    private Judged late(Optional<Instant> metAt, String line, CaseFile file, Instant now) {
        List<String> waiting = Proof.missing(file, dueAt);
        if (waiting.isEmpty()) return judged(Status.MISSED, metAt, line, Optional.empty());
        String why = "late; waiting for a complete pull of " + String.join(", ", waiting);
        return judged(
                Status.AT_RISK, metAt, line.isEmpty() ? why : line + "; " + why, Optional.of(now.plus(PROOF_RECHECK)));
    }

    private Judged judged(Status status, Optional<Instant> metAt, String line, Optional<Instant> nextChange) {
        List<String> computation = new ArrayList<>(lines);
        if (!line.isEmpty()) computation.add(line);
        return new Judged(new SlaTimer(kind, startedAt, warnAt, dueAt, metAt, status, computation), nextChange);
    }
}
