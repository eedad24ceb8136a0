package io.onefunnel.marketo.pull;

import java.time.Duration;
import java.time.Instant;

/**
 * What is still to come of a log that is read from its beginning, judged by what has come: rows so far, from when to when
 * they are.
 *
 * @param first date of the first row, in epoch seconds; 0 before any
 * @param last date of the last row
 */
record LogForecast(long rows, long first, long last) {
    static final LogForecast NONE = new LogForecast(0, 0, 0);

    // Rows of less than a day say nothing about a year.
    private static final long SHORTEST_SPAN = Duration.ofDays(1).toSeconds();

    LogForecast plus(long more, long from, long to) {
        if (more == 0) return this;
        return rows == 0
                ? new LogForecast(more, from, to)
                : new LogForecast(rows + more, Math.min(first, from), Math.max(last, to));
    }

    /** Rows between the last one and then; 0 while nothing can be said. */
    long remaining(Instant until) {
        long span = last - first;
        if (span < SHORTEST_SPAN) return 0;
        return Math.round((double) rows * (until.getEpochSecond() - last) / span);
    }
}
