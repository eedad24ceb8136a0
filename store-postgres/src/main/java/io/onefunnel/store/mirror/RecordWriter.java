package io.onefunnel.store.mirror;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.FieldNameCodec;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Digests;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final PageInvalidation invalidation;

    private final List<PageRecord> fresh = new ArrayList<>();
    private final List<PageRecord> changed = new ArrayList<>();
    private final List<PageRecord> sameContent = new ArrayList<>();
    private final List<Long> revived = new ArrayList<>();

    RecordWriter(Sql sql, SurrogateKeys surrogateKeys, FieldNameCodec fieldNames, DirtyMarks dirty) {
        this.sql = sql;
        this.surrogateKeys = surrogateKeys;
        this.fieldNames = fieldNames;
        this.invalidation = new PageInvalidation(sql, dirty);
    }

    /** Returns how many were new or held something else than before. */
    int store(short connection, List<IncomingRecord> incoming) throws SQLException {
        if (incoming.isEmpty()) return 0;
        sort(incoming, KnownRecord.among(sql, connection, incoming));

        List<PageRecord> moved =
                changed.stream().filter(stored -> !stored.sameLinks()).toList();
        List<PageRecord> relinked = new ArrayList<>(fresh);
        relinked.addAll(moved);
        // By the links from before: whoever is left behind reads another case file as well.
        invalidation.dependents(moved);

        insertFresh(connection);
        updateChanged();
        moveVersions();
        if (!revived.isEmpty()) {
            sql.update("update record set state = 'LIVE', root_no = no, gone_at = null where no = any(?)", revived);
        }
        replaceLinks(relinked);
        replaceKeys();
        invalidate();
        return fresh.size() + changed.size();
    }

    private void invalidate() throws SQLException {
        List<PageRecord> written = new ArrayList<>(fresh);
        written.addAll(changed);
        List<PageRecord> all = new ArrayList<>(written);
        all.addAll(sameContent);
        invalidation.people(all);
        List<PageRecord> news = new ArrayList<>();
        fresh.stream().filter(PageRecord::mayHaveDependents).forEach(news::add);
        changed.stream().filter(PageRecord::tellsNews).forEach(news::add);
        sameContent.stream().filter(PageRecord::tellsNews).forEach(news::add);
        invalidation.dependents(news);
        invalidation.accounts(written);
    }

    private void sort(List<IncomingRecord> incoming, Map<SourceRef, KnownRecord> known) throws SQLException {
        List<IncomingRecord> unseen = new ArrayList<>();
        for (IncomingRecord record : incoming) {
            KnownRecord stored = known.get(record.ref());
            if (stored == null) {
                unseen.add(record);
            } else if (!stored.outdates(record.raw().version())) {
                sort(new PageRecord(record, stored.no(), Optional.of(stored)), stored);
            }
        }
        long[] numbers = sql.next("record_no", unseen.size());
        for (int i = 0; i < numbers.length; i++) {
            fresh.add(new PageRecord(unseen.get(i), numbers[i], Optional.empty()));
        }
    }

    private void sort(PageRecord stored, KnownRecord known) {
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
            for (PageRecord stored : fresh) {
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
        List<PageRecord> expected =
                fresh.stream().filter(stored -> stored.known().isPresent()).toList();
        setCreated(expected);
    }

    private void copyContent(String target, List<PageRecord> records) throws SQLException {
        CopyRows.into(sql, target, rows -> {
            for (PageRecord stored : records) {
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

    private void setCreated(List<PageRecord> records) throws SQLException {
        if (records.isEmpty()) return;
        List<Long> numbers = new ArrayList<>();
        List<Instant> created = new ArrayList<>();
        for (PageRecord stored : records) {
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
                sameContent.stream().map(PageRecord::no).toList(),
                sameContent.stream()
                        .map(stored -> stored.incoming().raw().version())
                        .toList());
    }

    private void replaceLinks(List<PageRecord> relinked) throws SQLException {
        List<Long> before = changed.stream()
                .filter(stored -> !stored.sameLinks())
                .map(PageRecord::no)
                .toList();
        if (!before.isEmpty()) sql.update("delete from record_link where record_no = any(?)", before);
        Set<SourceRef> ends = new HashSet<>();
        relinked.forEach(stored -> stored.incoming().links().forEach(link -> ends.add(link.to())));
        if (ends.isEmpty()) return;
        Map<SourceRef, Long> numbers = surrogateKeys.numbered(sql, ends);
        CopyRows.into(sql, "record_link (record_no, role, far_no)", rows -> {
            for (PageRecord stored : relinked) {
                for (IncomingRecord.Link link : stored.incoming().links()) {
                    rows.add(stored.no()).add(link.role());
                    rows.add(Objects.requireNonNull(numbers.get(link.to())).longValue())
                            .end();
                }
            }
        });
    }

    private void replaceKeys() throws SQLException {
        List<PageRecord> rekeyed = new ArrayList<>(fresh);
        changed.stream().filter(stored -> !stored.sameKeys()).forEach(rekeyed::add);
        rekeyed.removeIf(stored -> stored.incoming().ref().kind() != RecordKind.PERSON);
        List<Long> before = rekeyed.stream()
                .filter(stored -> stored.known().isPresent())
                .map(PageRecord::no)
                .toList();
        if (!before.isEmpty()) sql.update("delete from identity_key where record_no = any(?)", before);
        if (rekeyed.isEmpty()) return;
        CopyRows.into(sql, "identity_key (key, record_no)", rows -> {
            for (PageRecord stored : rekeyed) {
                long[] keys = stored.incoming().keys().stream()
                        .mapToLong(Digests::of)
                        .distinct()
                        .toArray();
                for (long key : keys) rows.add(key).add(stored.no()).end();
            }
        });
    }
}
