package io.onefunnel.sla.timer;

import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SlaTimer.Status;
import io.onefunnel.sla.calendar.BusinessCalendar;
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
record TimerDraft(
        Kind kind,
        Instant startedAt,
        Instant warnAt,
        Instant dueAt,
        Optional<Instant> extendedFrom,
        List<String> lines) {

    /** How soon a verdict that waits for a pull is looked at again; nothing else wakes it up. */
    private static final Duration PROOF_RECHECK = Duration.ofMinutes(15);

    TimerDraft {
        lines = List.copyOf(lines);
    }

    /** Kept: in time, or late and proven to be. */
    Verdict kept(Instant at, String how, SlaContext work) {
        return kept(at, how, work, work.calendar());
    }

    /** The same, told in the zone of a calendar that is not the owner's. */
    Verdict kept(Instant at, String how, SlaContext work, BusinessCalendar calendar) {
        String line = how + " " + TimeText.of(at, calendar.zone());
        if (!at.isAfter(dueAt)) return judged(Status.MET, Optional.of(at), line, Optional.empty());
        return late(Optional.of(at), line, work);
    }

    /** Kept at an instant that no system tells. */
    Verdict kept(String how) {
        return judged(Status.MET, Optional.empty(), how, Optional.empty());
    }

    /** Open, unless a pause is still on. */
    Verdict unlessPaused(ClockStart start, SlaContext work) {
        return start.pausedUntil().map(until -> paused(until, work)).orElseGet(() -> open(work));
    }

    private Verdict paused(Instant until, SlaContext work) {
        String line = "paused until " + TimeText.of(until, work.calendar().zone());
        return judged(Status.PAUSED, Optional.empty(), line, Optional.of(until));
    }

    Verdict notApplicable(String why) {
        return judged(Status.NOT_APPLICABLE, Optional.empty(), why, Optional.empty());
    }

    Verdict open(SlaContext work) {
        Instant now = work.now();
        if (!now.isBefore(dueAt)) return late(Optional.empty(), "", work);
        if (extendedFrom.isPresent() && !now.isBefore(extendedFrom.get())) {
            return judged(Status.EXTENDED, Optional.empty(), "", Optional.of(dueAt));
        }
        Instant limit = extendedFrom.orElse(dueAt);
        if (!now.isBefore(warnAt)) return judged(Status.AT_RISK, Optional.empty(), "", Optional.of(limit));
        return judged(Status.ON_TRACK, Optional.empty(), "", Optional.of(warnAt));
    }

    private Verdict late(Optional<Instant> metAt, String line, SlaContext work) {
        List<String> waiting = PullCoverage.missing(work.file(), dueAt);
        if (waiting.isEmpty()) return judged(Status.MISSED, metAt, line, Optional.empty());
        String why = "late; waiting for a complete pull of " + String.join(", ", waiting);
        return judged(
                Status.AT_RISK,
                metAt,
                line.isEmpty() ? why : line + "; " + why,
                Optional.of(work.now().plus(PROOF_RECHECK)));
    }

    private Verdict judged(Status status, Optional<Instant> metAt, String line, Optional<Instant> nextChange) {
        List<String> computation = new ArrayList<>(lines);
        if (!line.isEmpty()) computation.add(line);
        return new Verdict(
                Optional.of(new SlaTimer(kind, startedAt, warnAt, dueAt, metAt, status, computation)),
                Optional.empty(),
                nextChange);
    }
}
