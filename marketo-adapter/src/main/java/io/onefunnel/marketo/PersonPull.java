package io.onefunnel.marketo;

import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
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
        if (!cursor.loading()) return changes.next(type, cursor);
        PullPage loaded = load.next(type, cursor);
        if (!(loaded.progress() instanceof Progress.Postponed postponed)) return loaded;
        // No job is on its way, so that nothing which is read now can be overtaken by an older row of an extract.
        return putOff(changes.next(type, PersonCursor.read(loaded.next())), postponed);
    }

    /** Everything that can be read was read, and there is more to come another day. */
    static PullPage putOff(PullPage page, Progress.Postponed postponed) {
        if (!(page.progress() instanceof Progress.CaughtUp)) return page;
        return new PullPage(page.changes(), page.next(), postponed);
    }

    void close() {
        load.close();
    }

    static Change.MergedInto merged(Records records, MergeHistory.Merged each) {
        return new Change.MergedInto(records.person(each.loser()), records.person(each.winner()), each.at());
    }
}
