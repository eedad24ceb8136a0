package io.onefunnel.spi.account;

import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.RecordCounts;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts, once it is sure whose account it is. */
record GuardedCounts(RecordCounts counts, Runnable guard) implements RecordCounts {
    @Override
    public OptionalLong count(RecordKind kind) {
        guard.run();
        return counts.count(kind);
    }

    @Override
    public Optional<Estimate> estimate(RecordKind kind) {
        guard.run();
        return counts.estimate(kind);
    }
}
