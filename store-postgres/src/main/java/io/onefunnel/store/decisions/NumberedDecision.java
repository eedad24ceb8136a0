package io.onefunnel.store.decisions;

import io.onefunnel.model.Decision;
import io.onefunnel.model.SourceRef;
import io.onefunnel.state.Decisions.Decided;
import java.util.Map;
import java.util.Objects;

/** A decision with the numbers of what it speaks of. */
record NumberedDecision(long person, Decided decided, Map<SourceRef, Long> numbers) {
    Decision decision() {
        return decided.decision();
    }

    long number(SourceRef ref) {
        return Objects.requireNonNull(numbers.get(ref));
    }
}
