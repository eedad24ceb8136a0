package io.onefunnel.store.mirror;

import io.onefunnel.model.RecordKind;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marks whose identity or decision was made by something that a page changed. */
final class PageInvalidation {
    private final Sql sql;
    private final DirtyMarks dirty;

    PageInvalidation(Sql sql, DirtyMarks dirty) {
        this.sql = sql;
        this.dirty = dirty;
    }

    /** Records of people: who they are when keys or links changed, what is decided for them when facts did. */
    void people(Collection<PageRecord> records) {
        for (PageRecord record : records) {
            if (record.incoming().ref().kind() != RecordKind.PERSON) continue;
            if (record.known().isEmpty()) {
                dirty.newRecord(record.no());
                continue;
            }
            Optional<Long> person = record.known().flatMap(KnownRecord::person);
            // The account link decides whose colleague somebody is, which is settled together with the identity.
            if (person.isEmpty() || !record.sameKeys() || !record.sameLinks()) {
                dirty.record(record.no());
            } else if (record.tellsNews()) {
                dirty.person(person.get());
            }
        }
    }

    /** People who hang on these records, as the links stand when this is called. */
    void dependents(Collection<PageRecord> records) throws SQLException {
        Map<RecordKind, List<Long>> kinds = new LinkedHashMap<>();
        for (PageRecord record : records) {
            kinds.computeIfAbsent(record.incoming().ref().kind(), kind -> new ArrayList<>())
                    .add(record.no());
        }
        for (Map.Entry<RecordKind, List<Long>> kind : kinds.entrySet()) {
            dirty.people(AffectedPeople.people(sql, kind.getKey(), kind.getValue()));
        }
    }

    /** A company with another domain may belong to another account, and its people with it. */
    void accounts(Collection<PageRecord> records) throws SQLException {
        List<Long> companies = new ArrayList<>();
        for (PageRecord record : records) {
            if (record.incoming().ref().kind() != RecordKind.COMPANY || !record.mayHaveDependents()) continue;
            String before = record.known()
                    .flatMap(KnownRecord::held)
                    .map(KnownRecord.Held::domain)
                    .orElse("");
            if (!before.equals(record.incoming().domain())) companies.add(record.no());
        }
        if (!companies.isEmpty()) dirty.records(AffectedPeople.personRecords(sql, companies));
    }
}
