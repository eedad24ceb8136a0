package io.onefunnel.state;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the vendors hold, as it came. */
public interface Mirror {
    /** Where the next pull starts; {@link Cursor#BEGINNING} at first. */
    Cursor cursor(ConnectionId connection, RecordKind kind);

    /** Makes the next pull of every kind start at the beginning; what is stored stays. */
    void rewind(Lease lease, ConnectionId connection);

    /**
     * Stores a page, its cursor and what it makes dirty, all or nothing.
     *
     * <p>A record whose version is older than the stored one is passed over. A record whose facts and own fields are as
     * stored (own fields as stored, or as we wrote since) only moves its version and makes nothing dirty. An event that is
     * there already is passed over. A newer version replaces what was acknowledged since (see {@link WriteLedger}).
     * What is dirty: a person record makes its identity dirty when its keys changed, else its person; anything else
     * makes the people dirty that it hangs on. A deleted or merged record leaves its person; what was merged resolves to
     * its survivor for ever, chains followed.
     */
    Stored store(Lease lease, Page page);

    /**
     * @param next where the next pull starts
     * @param progress {@link Progress.CaughtUp} moves {@link Connections#completeTo}
     * @param reach the first page of a pull from the beginning sets {@link Connections#observableSince} by it
     */
    record Page(
            ConnectionId connection,
            RecordKind kind,
            List<Observed> observed,
            Cursor next,
            Progress progress,
            Instant at,
            Reach reach) {
        public Page {
            observed = List.copyOf(observed);
        }

        /** A page of a vendor that purges nothing. */
        public Page(
                ConnectionId connection,
                RecordKind kind,
                List<Observed> observed,
                Cursor next,
                Progress progress,
                Instant at) {
            this(connection, kind, observed, next, progress, at, new Reach(at, Optional.empty()));
        }
    }

    /**
     * How far back a pull can see.
     *
     * @param begun when the pull began
     * @param kept for how long the vendor keeps things of this kind; empty for ever
     */
    record Reach(Instant begun, Optional<Duration> kept) {}

    /** One thing of a page, made ready for storing. */
    sealed interface Observed {
        /**
         * A record that can change.
         *
         * @param raw as the adapter gave it
         * @param facts a digest of what decisions read of it, without our own fields
         * @param own what the vendor holds in our own fields ({@link Field.Writer#ONEFUNNEL}); only those it let us see
         * @param keys by which people are found to be one; empty for other kinds
         */
        record Record(Change.Present raw, byte[] facts, Map<Field, String> own, List<IdentityKey> keys)
                implements Observed {}

        record Touched(Touch touch) implements Observed {}

        record Responded(CampaignResponse response) implements Observed {}

        /** A meeting changes (its outcome), and is kept as a record with who takes part. */
        record Met(Change.Present raw, byte[] facts, Meeting meeting) implements Observed {}

        record Gone(Change.Deleted deleted) implements Observed {}

        record Merged(Change.MergedInto merged) implements Observed {}

        /** Kept aside with the reason, and taken out when the record comes again and can be read. */
        record Quarantined(Change.Unreadable unreadable) implements Observed {}
    }

    /** What storing a page did. */
    record Stored(int changed, int unchanged, int quarantined) {}

    /** Stored live records of each connection and kind. */
    Map<ConnectionId, Map<RecordKind, Long>> counts();

    /** The ids of the live records of a kind behind one id and up to another; not of events. */
    List<String> live(ConnectionId connection, RecordKind kind, String after, String upTo);

    /** How many of these records are stored and live; not of events. */
    long countLive(Collection<SourceRef> refs);

    /** The raw record, with what we wrote since already in it. */
    Optional<Change.Present> find(SourceRef ref);

    /** What is in quarantine, latest first. */
    List<Quarantine> quarantine(int max);

    /** @param raw shown to an admin alone, never logged */
    record Quarantine(SourceRef ref, String why, String raw, Instant since) {}
}
