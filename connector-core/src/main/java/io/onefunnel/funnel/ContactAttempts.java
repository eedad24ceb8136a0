package io.onefunnel.funnel;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Touch;
import java.time.Instant;

/** Counts how often people tried to reach a person. */
public final class ContactAttempts {
    private ContactAttempts() {}

    /** Done touches towards the person, not by a machine, from an instant to another one. */
    public static int between(CaseFile file, Instant from, Instant now) {
        return (int) file.touches().stream()
                .filter(touch -> touch.done() && !touch.automated() && touch.direction() == Touch.Direction.OUTBOUND)
                .filter(touch -> !touch.at().isBefore(from) && !touch.at().isAfter(now))
                .count();
    }
}
