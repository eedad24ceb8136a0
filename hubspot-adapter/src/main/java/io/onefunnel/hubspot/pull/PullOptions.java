package io.onefunnel.hubspot.pull;

import java.time.Duration;

/**
 * How changes are read.
 *
 * @param overlap how much of the last window is read again, because the search index lags behind writes without a bound
 * @param settle how recent a change must not be to be read; keeps a window from being read while it still fills
 * @param deletedScan how often the recycle bin is listed
 * @param reconcile how often all ids are listed; zero for never
 */
public record PullOptions(Duration overlap, Duration settle, Duration deletedScan, Duration reconcile) {}
