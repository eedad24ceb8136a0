package io.onefunnel.store.mirror;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.FieldNameCodec;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Digests;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Stores the mutable records of a page. They are compared with what is stored first, by fingerprints; what is new is
 * then copied straight into its tables, what changed goes through a staging table, and what is as before costs nothing.
 */
final class RecordWriter {
    private final Sql sql;
    private final SurrogateKeys surrogateKeys;
    private final FieldNameCodec fieldNames;
    private final DirtyMarks dirty;

    private final List<Stored> fresh = new ArrayList<>();
    private final List<Stored> changed = new ArrayList<>();
    private final List<Stored> sameContent = new ArrayList<>();
    private final List<Long> revived = new ArrayList<>();

    RecordWriter(Sql sql, SurrogateKeys surrogateKeys, FieldNameCodec fieldNames, DirtyMarks dirty) {
        this.sql = sql;
        this.surrogateKeys = surrogateKeys;
        this.fieldNames = fieldNames;
        this.dirty = dirty;
    }

    /** An incoming record and the number it has or gets. */
    private record Stored(IncomingRecord incoming, long no, Optional<KnownRecord> known) {
        boolean tellsNews() {
            return known.isEmpty() || known.get().tellsNews(incoming);
        }

        boolean sameLinks() {
            return known.isPresent() && known.get().sameLinks(incoming);
        }

        boolean sameKeys() {
            return known.isPresent() && known.get().sameKeys(incoming);
        }
    }

    /** Returns how many were new or held something else than before. */
    int store(short connection, List<IncomingRecord> incoming) throws SQLException {
        if (incoming.isEmpty()) return 0;
        Map<SourceRef, KnownRecord> known = known(connection, incoming);
        sort(incoming, known);

        List<Stored> relinked = new ArrayList<>();
        fresh.forEach(relinked::add);
        changed.stream().filter(stored -> !stored.sameLinks()).forEach(relinked::add);
        dirtyDependents(changed.stream().filter(stored -> !stored.sameLinks()).toList());

        insertFresh(connection);
        updateChanged();
        moveVersions();
        if (!revived.isEmpty()) {
            sql.update("update record set state = 'LIVE', root_no = no, gone_at = null where no = any(?)", revived);
        }
        replaceLinks(relinked);
        replaceKeys();
        dirtyPeople();
        List<Stored> news = new ArrayList<>();
        fresh.stream().filter(RecordWriter::mayHaveDependents).forEach(news::add);
        changed.stream().filter(Stored::tellsNews).forEach(news::add);
        sameContent.stream().filter(Stored::tellsNews).forEach(news::add);
        dirtyDependents(news);
        dirtyAccounts();
        return fresh.size() + changed.size();
    }

    private Map<SourceRef, KnownRecord> known(short connection, List<IncomingRecord> incoming) throws SQLException {
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
        Optional<KnownRecord.Held> held = version.isEmpty()
                ? Optional.empty()
                : Optional.of(new KnownRecord.Held(
                        version.get(),
                        row.bytes(7),
                        row.bytes(8),
                        row.bytes(9),
                        row.bytes(10),
                        Json.fields(row.text(11)),
                        Json.fields(row.text(12)),
                        row.text(13)));
        return new KnownRecord(
                ref,
                row.number(2),
                KnownRecord.State.valueOf(row.text(3)),
                row.optionalNumber(4),
                row.optionalInstant(5),
                held);
    }

    private void sort(List<IncomingRecord> incoming, Map<SourceRef, KnownRecord> known) throws SQLException {
        List<IncomingRecord> unseen = new ArrayList<>();
        for (IncomingRecord record : incoming) {
            KnownRecord stored = known.get(record.ref());
            if (stored == null) {
                unseen.add(record);
            } else if (!stored.outdates(record.raw().version())) {
                sort(new Stored(record, stored.no(), Optional.of(stored)), stored);
            }
        }
        long[] numbers = sql.next("record_no", unseen.size());
        for (int i = 0; i < numbers.length; i++) {
            fresh.add(new Stored(unseen.get(i), numbers[i], Optional.empty()));
        }
    }

    private void sort(Stored stored, KnownRecord known) {
        if (!known.live()) revived.add(known.no());
        if (known.held().isEmpty()) {
            fresh.add(stored);
            return;
        }
        boolean same = known.sameContent(stored.incoming());
        boolean newer = Sql.kept(stored.incoming().raw().version())
                .isAfter(known.held().get().version());
        if (!same || !known.live()) {
            changed.add(stored);
        } else if (newer) {
            sameContent.add(stored);
        }
    }

    private void insertFresh(short connection) throws SQLException {
        if (fresh.isEmpty()) return;
        CopyRows.into(sql, "record (no, connection_no, kind, id, state, root_no, created_at)", rows -> {
            for (Stored stored : fresh) {
                if (stored.known().isPresent()) continue;
                IncomingRecord record = stored.incoming();
                rows.add(stored.no()).add(connection).add(record.ref().kind());
                rows.add(record.ref().id()).add("LIVE").add(stored.no());
                rows.addInstant(fieldNames.createdAt(record.raw())).end();
            }
        });
        copyContent(
                "content (record_no, type, version, field_set_no, digest, raw, facts, links, keys, own, domain, email)",
                fresh);
        List<Stored> expected =
                fresh.stream().filter(stored -> stored.known().isPresent()).toList();
        setCreated(expected);
    }

    private void copyContent(String target, List<Stored> records) throws SQLException {
        CopyRows.into(sql, target, rows -> {
            for (Stored stored : records) {
                IncomingRecord record = stored.incoming();
                rows.add(stored.no()).add(record.raw().type()).add(record.raw().version());
                rows.add(record.fieldSet())
                        .add(record.digest())
                        .addUtf8(record.json())
                        .add(record.facts());
                rows.add(record.linksDigest()).add(record.keysDigest()).add(record.ownJson());
                rows.add(record.domain()).addText(email(record)).end();
            }
        });
    }

    private Optional<String> email(IncomingRecord record) {
        return record.ref().kind() == RecordKind.PERSON ? fieldNames.email(record.raw()) : Optional.empty();
    }

    private void updateChanged() throws SQLException {
        if (changed.isEmpty()) return;
        sql.update("""
                create temporary table if not exists content_in (
                    record_no bigint, type text, version timestamptz, field_set_no integer, digest bytea, raw text,
                    facts bytea, links bytea, keys bytea, own jsonb, domain text, email text
                ) on commit delete rows
                """);
        copyContent("content_in", changed);
        sql.update("""
                update content c set
                    type = n.type, version = n.version, field_set_no = n.field_set_no, digest = n.digest, raw = n.raw,
                    facts = n.facts, links = n.links, keys = n.keys, own = n.own, domain = n.domain,
                    email = n.email,
                    acked = case when n.version > c.version then '{}' else c.acked end,
                    acked_owner = case when n.version > c.version then null else c.acked_owner end
                from content_in n where c.record_no = n.record_no
                """);
        setCreated(changed);
    }

    private void setCreated(List<Stored> records) throws SQLException {
        if (records.isEmpty()) return;
        List<Long> numbers = new ArrayList<>();
        List<Instant> created = new ArrayList<>();
        for (Stored stored : records) {
            fieldNames.createdAt(stored.incoming().raw()).ifPresent(at -> {
                numbers.add(stored.no());
                created.add(at);
            });
        }
        if (numbers.isEmpty()) return;
        sql.update("""
                update record r set created_at = n.at from unnest(?::bigint[], ?::timestamptz[]) n(no, at)
                where r.no = n.no and r.created_at is distinct from n.at
                """, numbers, created);
    }

    private void moveVersions() throws SQLException {
        if (sameContent.isEmpty()) return;
        sql.update(
                """
                update content c set version = n.version, acked = '{}', acked_owner = null
                from unnest(?::bigint[], ?::timestamptz[]) n(no, version) where c.record_no = n.no
                """,
                sameContent.stream().map(Stored::no).toList(),
                sameContent.stream()
                        .map(stored -> stored.incoming().raw().version())
                        .toList());
    }

    private void replaceLinks(List<Stored> relinked) throws SQLException {
        List<Long> before = changed.stream()
                .filter(stored -> !stored.sameLinks())
                .map(Stored::no)
                .toList();
        if (!before.isEmpty()) sql.update("delete from record_link where record_no = any(?)", before);
        Set<SourceRef> ends = new HashSet<>();
        relinked.forEach(stored -> stored.incoming().links().forEach(link -> ends.add(link.to())));
        if (ends.isEmpty()) return;
        Map<SourceRef, Long> numbers = surrogateKeys.numbered(sql, ends);
        CopyRows.into(sql, "record_link (record_no, role, far_no)", rows -> {
            for (Stored stored : relinked) {
                for (IncomingRecord.Link link : stored.incoming().links()) {
                    rows.add(stored.no()).add(link.role());
                    rows.add(Objects.requireNonNull(numbers.get(link.to())).longValue())
                            .end();
                }
            }
        });
    }

    private void replaceKeys() throws SQLException {
        List<Stored> rekeyed = new ArrayList<>(fresh);
        changed.stream().filter(stored -> !stored.sameKeys()).forEach(rekeyed::add);
        rekeyed.removeIf(stored -> stored.incoming().ref().kind() != RecordKind.PERSON);
        List<Long> before = rekeyed.stream()
                .filter(stored -> stored.known().isPresent())
                .map(Stored::no)
                .toList();
        if (!before.isEmpty()) sql.update("delete from identity_key where record_no = any(?)", before);
        if (rekeyed.isEmpty()) return;
        CopyRows.into(sql, "identity_key (key, record_no)", rows -> {
            for (Stored stored : rekeyed) {
                long[] keys = stored.incoming().keys().stream()
                        .mapToLong(Digests::of)
                        .distinct()
                        .toArray();
                for (long key : keys) rows.add(key).add(stored.no()).end();
            }
        });
    }

    private void dirtyPeople() {
        for (List<Stored> group : List.of(fresh, changed, sameContent)) {
            for (Stored stored : group) {
                if (stored.incoming().ref().kind() != RecordKind.PERSON) continue;
                if (stored.known().isEmpty()) {
                    dirty.newRecord(stored.no());
                    continue;
                }
                Optional<Long> person = stored.known().flatMap(KnownRecord::person);
                // The account link decides whose colleague somebody is, which is settled together with the identity.
                if (person.isEmpty() || !stored.sameKeys() || !stored.sameLinks()) {
                    dirty.record(stored.no());
                } else if (stored.tellsNews()) {
                    dirty.person(person.get());
                }
            }
        }
    }

    /** Nobody hangs on what nobody has named before, unless it names them itself. */
    private static boolean mayHaveDependents(Stored stored) {
        return stored.known().isPresent()
                || !stored.incoming().links().isEmpty()
                        && switch (stored.incoming().ref().kind()) {
                            case COMPANY, USER, CAMPAIGN, PERSON -> false;
                            default -> true;
                        };
    }

    private void dirtyDependents(Collection<Stored> records) throws SQLException {
        Map<RecordKind, List<Long>> kinds = new LinkedHashMap<>();
        for (Stored stored : records) {
            kinds.computeIfAbsent(stored.incoming().ref().kind(), kind -> new ArrayList<>())
                    .add(stored.no());
        }
        for (Map.Entry<RecordKind, List<Long>> kind : kinds.entrySet()) {
            dirty.people(AffectedPeople.people(sql, kind.getKey(), kind.getValue()));
        }
    }

    /** A company with another domain may belong to another account, and its people with it. */
    private void dirtyAccounts() throws SQLException {
        List<Long> companies = new ArrayList<>();
        for (List<Stored> group : List.of(fresh, changed)) {
            for (Stored stored : group) {
                IncomingRecord record = stored.incoming();
                if (record.ref().kind() != RecordKind.COMPANY || !mayHaveDependents(stored)) continue;
                String before = stored.known()
                        .flatMap(KnownRecord::held)
                        .map(KnownRecord.Held::domain)
                        .orElse("");
                if (!before.equals(record.domain())) companies.add(stored.no());
            }
        }
        if (!companies.isEmpty()) dirty.records(AffectedPeople.personRecords(sql, companies));
    }
}
