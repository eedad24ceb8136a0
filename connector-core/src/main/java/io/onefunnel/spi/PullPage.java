package io.onefunnel.spi;

import java.util.List;
import java.util.Optional;

/**
 * One page of changes.
 *
 * @param next where the next pull starts, once this page is durably stored
 * @param idRange a stretch of ids that was compared as a whole; empty nearly always
 */
public record PullPage(List<Change> changes, Cursor next, Progress progress, Optional<IdRangeSnapshot> idRange) {
    public PullPage {
        changes = List.copyOf(changes);
    }

    public PullPage(List<Change> changes, Cursor next, Progress progress) {
        this(changes, next, progress, Optional.empty());
    }

    /** The same page, which also tells which records there are. */
    public PullPage with(IdRangeSnapshot stretch) {
        return new PullPage(changes, next, progress, Optional.of(stretch));
    }
}
