package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;

/** Leads: all of them once, and from then on what is made, changed, merged and deleted. */
final class PersonPull implements KindPull {
    // Activities may be listed late; the streams of the first run start this much before it.
    static final Duration OVERLAP = Duration.ofMinutes(10);

    private final MarketoClient client;
    private final LeadFields fields;
    private final LeadLoad load;
    private final LeadChanges changes;
    private final Instant firstLoadFrom;

    PersonPull(
            MarketoConnection connection,
            MappedLeads leads,
            ChangeFactory factory,
            MergeHistory history,
            Instant firstLoadFrom) {
        this.client = connection.reading();
        this.fields = connection.fields();
        this.load = new LeadLoad(connection, leads);
        this.changes = new LeadChanges(connection, leads, factory, history);
        this.firstLoadFrom = firstLoadFrom;
    }

    @Override
    public PullPage pull(Cursor from) {
        return fields.current(() -> page(from));
    }

    private PullPage page(Cursor from) {
        Instant now = client.now();
        PersonCursor cursor = from.isBeginning()
                ? PersonCursor.firstLoad(firstLoadFrom, now.minus(OVERLAP))
                : PersonCursor.read(from);
        cursor = cursor.with(cursor.streams().running(now));
        if (!cursor.loading()) return changes.next(cursor);
        PullPage loaded = load.next(cursor);
        if (!(loaded.progress() instanceof Progress.Postponed postponed)) return loaded;
        // No job is on its way, so that nothing which is read now can be overtaken by an older row of an extract.
        return putOff(changes.next(PersonCursor.read(loaded.next())), postponed);
    }

    /** Everything that can be read was read, and there is more to come another day. */
    static PullPage putOff(PullPage page, Progress.Postponed postponed) {
        if (!(page.progress() instanceof Progress.CaughtUp)) return page;
        return new PullPage(page.changes(), page.next(), postponed);
    }

    @Override
    public void close() {
        load.close();
    }
}
