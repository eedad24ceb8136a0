package io.onefunnel.spi;

import java.time.Instant;

/** What to do after a page. */
public sealed interface Progress {
    /** There is more, and it may be asked for at once. */
    record More() implements Progress {}

    /** The vendor prepares an answer (a bulk job): ask again, not before this instant. */
    record Wait(Instant notBefore) implements Progress {}

    /**
     * The vendor gives no more of this kind before then, for its quota of such answers is spent. The other kinds go on, and
     * a later run goes on from here by itself; asking sooner is allowed and costs little. What is complete stays as it was.
     *
     * @param why in plain words, with when it goes on as the vendor's own people would say it: "midnight in Chicago"
     */
    record Postponed(Instant notBefore, String why) implements Progress {}

    /**
     * Nothing more for now.
     *
     * @param completeTo every change that the vendor had committed by this instant of its own clock has been delivered,
     *     as far as the vendor's documents let one promise that; never later than the beginning of the pull
     */
    record CaughtUp(Instant completeTo) implements Progress {}
}
