package io.onefunnel.sla.timer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From when a promise counts.
 *
 * @param pausedUntil when a pause is still on
 * @param lines why the start is not the event itself
 */
record ClockStart(Instant at, Optional<Instant> pausedUntil, List<String> lines) {

    /**
     * The event, the go-live if that is later, the end of a pause if that is later still. No system tells when a pause
     * began, so after it the whole time counts again: that is never less than what was left.
     */
    static ClockStart of(Instant event, SlaContext work) {
        ZoneId zone = work.calendar().zone();
        Instant goLive = work.goLive();
        List<String> lines = new ArrayList<>();
        Instant at = event;
        if (goLive.isAfter(event)) {
            lines.add("since " + TimeText.of(event, zone) + ", counted from go-live " + TimeText.of(goLive, zone));
            at = goLive;
        }
        Optional<Instant> pause = work.pausedUntil().filter(at::isBefore);
        if (pause.isEmpty()) return new ClockStart(at, Optional.empty(), lines);
        lines.add("the clock begins again after the pause, " + TimeText.of(pause.get(), zone));
        return new ClockStart(pause.get(), pause.filter(until -> until.isAfter(work.now())), lines);
    }
}
