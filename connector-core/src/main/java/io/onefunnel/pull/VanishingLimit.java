package io.onefunnel.pull;

import io.onefunnel.model.RecordKind;

/**
 * How many records of a kind may vanish in one run before it is taken for a lost permission until somebody says otherwise:
 * all of them, or more than a fifth and more than a handful.
 *
 * @param known how many there were
 */
record VanishingLimit(RecordKind kind, long known) {
    private static final double SUSPICIOUS_SHARE = 0.20;
    private static final int HANDFUL = 5;

    /** The only one there is may well be deleted. */
    private static final int FEWEST = 2;

    /** Of events also those are told that we never had: so many are a matter of course. */
    private static final int EVENTS_WITHOUT_SUSPICION = 100;

    boolean isPassedBy(long vanished) {
        if (kind.isEvent()) return vanished > Math.max(EVENTS_WITHOUT_SUSPICION, known * SUSPICIOUS_SHARE);
        if (known >= FEWEST && vanished >= known) return true;
        return vanished > HANDFUL && vanished > known * SUSPICIOUS_SHARE;
    }
}
