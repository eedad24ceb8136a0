package io.onefunnel.salesforce.pull;

import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.Cursor;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where one run ends and the next begins, for the limit of calls in a run. Nobody says so: a run is over when a kind is begun
 * that was begun in it already.
 */
public final class RunBoundary {
    private final Set<RecordKind> begun = EnumSet.noneOf(RecordKind.class);

    /** Whether this pull is the first of a new run. */
    public boolean beginsWith(RecordKind kind, Cursor from) {
        if (PullCursor.of(from).now() != null && !begun.isEmpty()) return false;
        boolean first = begun.isEmpty() || begun.contains(kind);
        if (first) begun.clear();
        begun.add(kind);
        return first;
    }
}
