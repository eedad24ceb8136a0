package io.onefunnel.sandbox.marketo.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** A span of time in a bulk filter, both ends included. */
record DateWindow(Instant from, Instant until) {
    // "The maximum date range is 31 days": "Bulk Lead Extract" and "Bulk Activity Extract", "Filters".
    private static final Duration LONGEST = Duration.ofDays(31);

    /** @throws Refusal 1002 without both ends, 1003 when one is no date, they are the wrong way round or too far apart */
    static DateWindow of(JsonNode filter) {
        if (!filter.hasNonNull("startAt") || !filter.hasNonNull("endAt")) {
            throw new Refusal("1002", "Missing value for required parameter 'startAt' or 'endAt'");
        }
        try {
            DateWindow window = new DateWindow(
                    Dates.parse(filter.path("startAt").asText()),
                    Dates.parse(filter.path("endAt").asText()));
            if (window.until.isBefore(window.from)) throw new Refusal("1003", "endAt is before startAt");
            if (Duration.between(window.from, window.until).compareTo(LONGEST) > 0) {
                throw new Refusal("1003", "The date range exceeds 31 days");
            }
            return window;
        } catch (DateTimeException notADate) {
            throw new Refusal("1003", "Invalid value for field 'startAt' or 'endAt'");
        }
    }

    boolean holds(Instant at) {
        return !at.isBefore(from) && !at.isAfter(until);
    }
}
