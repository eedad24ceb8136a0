package io.onefunnel.writeback.actions;

import java.time.Instant;

/**
 * A marketer's word that a system may be told of outcomes as events.
 *
 * @param since what happened before is known and not told
 */
public record EventConsent(Instant since, String who, Instant at) {}
