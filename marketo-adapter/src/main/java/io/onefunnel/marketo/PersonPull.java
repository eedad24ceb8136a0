package io.onefunnel.marketo;

import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;

/** Leads: all of them once, and from then on what is made, changed, merged and deleted. */
final class PersonPull {
    // Activities may be listed late; the streams of the first run start this much before it.
    static final Duration OVERLAP = Duration.ofMinutes(10);

    private final MarketoClient client;
    private final LeadLoad load;
    private final LeadChanges changes;
    private final Instant firstLoadFrom;

    PersonPull(MarketoClient client, LeadLoad load, LeadChanges changes, Instant firstLoadFrom) {
        this.client = client;
        this.load = load;
        this.changes = changes;
        this.firstLoadFrom = firstLoadFrom;
    }

    PullPage pull(Mapping.Type type, Cursor from) {
        Instant now = client.now();
        PersonCursor cursor = from.isBeginning()
                ? PersonCursor.firstLoad(firstLoadFrom, now.minus(OVERLAP))
                : PersonCursor.read(from);
        cursor = cursor.with(cursor.streams().running(now));
        return cursor.loading() ? load.next(type, cursor) : changes.next(type, cursor);
    }

    void close() {
        load.close();
    }

    static Change.MergedInto merged(Records records, MergeHistory.Merged each) {
        return new Change.MergedInto(records.person(each.loser()), records.person(each.winner()), each.at());
    }
}
