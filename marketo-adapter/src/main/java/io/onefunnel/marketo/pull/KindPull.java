package io.onefunnel.marketo.pull;

import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;

/** Pulls the records of one kind. */
interface KindPull extends AutoCloseable {
    /** The next page after a cursor that an earlier page gave. */
    PullPage pull(Cursor from);

    /** Removes the files of extracts, where there are any. */
    @Override
    default void close() {}
}
