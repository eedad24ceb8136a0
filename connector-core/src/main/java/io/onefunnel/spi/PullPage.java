package io.onefunnel.spi;

import java.util.List;

/**
 * One page of changes.
 *
 * @param next where the next pull starts, once this page is durably stored
 */
public record PullPage(List<Change> changes, Cursor next, Progress progress) {
    public PullPage {
        changes = List.copyOf(changes);
    }
}
