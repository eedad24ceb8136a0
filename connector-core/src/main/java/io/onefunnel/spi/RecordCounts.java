package io.onefunnel.spi;

import io.onefunnel.model.RecordKind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts live records by a single cheap call per vendor type, and says what reading them all would cost. */
public interface RecordCounts {
    /** Empty when the vendor has no cheap count of this kind. */
    OptionalLong count(RecordKind kind);

    /** What a first load of this kind costs, by a count and no more; empty when it cannot be told. */
    default Optional<Estimate> estimate(RecordKind kind) {
        return Optional.empty();
    }

    /**
     * A forecast.
     *
     * @param calls that count against the vendor's limits
     * @param time until all records are here, the vendor's own work included
     * @param road how they would be read, for people: "Bulk API 2.0 query"
     */
    record Estimate(long records, long calls, Duration time, String road) {}
}
