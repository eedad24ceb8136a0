package io.onefunnel.store.mirror;

import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.sql.Sql;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is stored of a record when it comes again. */
record KnownRecord(
        SourceRef ref, long no, State state, Optional<Long> person, Optional<Instant> goneAt, Optional<Held> held) {
    enum State {
        EXPECTED,
        LIVE,
        DELETED,
        MERGED
    }

    /** What it holds, as fingerprints; absent while only others spoke of it. */
    record Held(
            Instant version,
            byte @Nullable [] digest,
            byte @Nullable [] facts,
            byte @Nullable [] links,
            byte @Nullable [] keys,
            Map<Field, String> own,
            Map<Field, String> acked,
            String domain) {}

    /** Whether what comes is older than what is stored, or than what became of the record. */
    boolean outdates(Instant version) {
        Instant incoming = Sql.kept(version);
        // Restored from the bin, a record may come back with the version that it had: only an older one is late news.
        // Out of a merge it comes back changed.
        if (state == State.MERGED && goneAt.isPresent() && !incoming.isAfter(goneAt.get())) return true;
        return held.isPresent() && incoming.isBefore(held.get().version());
    }

    boolean live() {
        return state == State.LIVE && held.isPresent();
    }

    /** Whether decisions would read something else than before. Our own writes that come back are no news. */
    boolean tellsNews(IncomingRecord incoming) {
        if (!live()) return true;
        Held stored = held.orElseThrow();
        return !Arrays.equals(stored.facts(), incoming.facts())
                || !Arrays.equals(stored.links(), incoming.linksDigest())
                || !ownAsWeKnow(stored, incoming.own()).equals(incoming.own());
    }

    boolean sameContent(IncomingRecord incoming) {
        return held.isPresent() && Arrays.equals(held.get().digest(), incoming.digest());
    }

    boolean sameLinks(IncomingRecord incoming) {
        return held.isPresent() && Arrays.equals(held.get().links(), incoming.linksDigest());
    }

    boolean sameKeys(IncomingRecord incoming) {
        return live() && Arrays.equals(held.orElseThrow().keys(), incoming.keysDigest());
    }

    /** The stored own fields with what we wrote since, as far as the vendor lets us see them then or now. */
    private static Map<Field, String> ownAsWeKnow(Held stored, Map<Field, String> seen) {
        Map<Field, String> own = new EnumMap<>(Field.class);
        own.putAll(stored.own());
        stored.acked().forEach((field, value) -> {
            if (field.writer() == Field.Writer.ONEFUNNEL && (own.containsKey(field) || seen.containsKey(field))) {
                own.put(field, value);
            }
        });
        return own;
    }
}
