package io.onefunnel.store.mirror;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** What is stored of the records of one connection, by their references; absent for those that are new. */
    static Map<SourceRef, KnownRecord> among(Sql sql, short connection, List<IncomingRecord> incoming)
            throws SQLException {
        Map<SourceRef, KnownRecord> known = new HashMap<>(incoming.size() * 2);
        for (Map.Entry<RecordKind, List<SourceRef>> kind : byKind(incoming).entrySet()) {
            List<String> ids = kind.getValue().stream().map(SourceRef::id).toList();
            sql.list(
                            """
                            select r.id, r.no, r.state, r.person_no, r.gone_at,
                                   c.version, c.digest, c.facts, c.links, c.keys, c.own, c.acked, c.domain
                            from unnest(?::text[]) wanted(id)
                            join record r on r.connection_no = ? and r.kind = ?::record_kind and r.id = wanted.id
                            left join content c on c.record_no = r.no
                            """,
                            row -> known(
                                    new SourceRef(incoming.get(0).ref().connection(), kind.getKey(), row.text(1)), row),
                            ids,
                            connection,
                            kind.getKey())
                    .forEach(record -> known.put(record.ref(), record));
        }
        return known;
    }

    private static Map<RecordKind, List<SourceRef>> byKind(List<IncomingRecord> incoming) {
        Map<RecordKind, List<SourceRef>> kinds = new LinkedHashMap<>();
        incoming.forEach(record -> kinds.computeIfAbsent(record.ref().kind(), kind -> new ArrayList<>())
                .add(record.ref()));
        return kinds;
    }

    private static KnownRecord known(SourceRef ref, Sql.Row row) throws SQLException {
        Optional<Instant> version = row.optionalInstant(6);
        Optional<Held> held = version.isEmpty()
                ? Optional.empty()
                : Optional.of(new Held(
                        version.get(),
                        row.bytes(7),
                        row.bytes(8),
                        row.bytes(9),
                        row.bytes(10),
                        Json.fields(row.text(11)),
                        Json.fields(row.text(12)),
                        row.text(13)));
        return new KnownRecord(
                ref, row.number(2), State.valueOf(row.text(3)), row.optionalNumber(4), row.optionalInstant(5), held);
    }

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
