package io.onefunnel.store.records;

import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps the ledger of ids when records and people are merged: old names lead to the survivor in one step. */
public final class MergeLineage {
    private MergeLineage() {}

    /** From now on {@code gone} is {@code survivor}, and so is whatever had become {@code gone} before. */
    public static void personGone(Sql sql, long gone, long survivor, DirtyMarks dirty) throws SQLException {
        long end = survivorOf(sql, survivor);
        if (end == gone) return;
        sql.update("update person set survivor_no = ? where no = ? or survivor_no = ?", end, gone, gone);
        sql.update("update record set person_no = ? where person_no = ?", end, gone);
        forget(sql, List.of(gone));
        dirty.person(end);
    }

    static long survivorOf(Sql sql, long person) throws SQLException {
        return sql.first("select coalesce(survivor_no, no) from person where no = ?", row -> row.number(1), person)
                .orElse(person);
    }

    /** Takes away what was decided and not yet done for people who have no record any more; what happened stays. */
    public static void forget(Sql sql, Collection<Long> people) throws SQLException {
        if (people.isEmpty()) return;
        for (String table : List.of("dirty_person", "decision", "sla_timer", "pending_change", "pending_action")) {
            sql.update("delete from " + table + " where person_no = any(?)", people);
        }
        sql.update("delete from merge_proposal where person_no = any(?) and state = 'PROPOSED'", people);
    }

    /**
     * A record was merged into another one. Its events stay where they are and count for the survivor's person.
     *
     * @param at at the vendor
     */
    public static void recordMerged(Sql sql, long loser, long survivor, Instant at, DirtyMarks dirty)
            throws SQLException {
        long root =
                sql.numbers("select root_no from record where no = ?", survivor).get(0);
        if (root == loser) return;
        Optional<Long> before = personOf(sql, loser);
        Optional<Long> after = personOf(sql, root).or(() -> before);
        sql.update("update record set state = 'MERGED', root_no = ?, gone_at = ? where no = ?", root, at, loser);
        // The inequalities let the index of merged records be used.
        sql.update("update record set root_no = ? where root_no = ? and root_no <> no", root, loser);
        sql.update("update record set person_no = ? where no = ?", after.orElse(null), root);
        sql.update("update record set person_no = ? where root_no = ? and root_no <> no", after.orElse(null), root);
        sql.update("delete from identity_key where record_no = ?", loser);
        sql.update("delete from pending_change where record_no = ?", loser);
        sql.update("delete from pending_action where record_no = ?", loser);
        sql.update("delete from dirty_record where record_no = ?", loser);
        if (isLivePerson(sql, root)) dirty.record(root);
        after.ifPresent(dirty::person);
        if (before.isPresent() && !before.equals(after)) {
            List<Long> left = liveRecords(sql, before.get());
            dirty.records(left);
            dirty.person(before.get());
            if (left.isEmpty()) personGone(sql, before.get(), after.orElseThrow(), dirty);
        }
    }

    public static List<Long> liveRecords(Sql sql, long person) throws SQLException {
        return sql.numbers("select no from record where person_no = ? and kind = 'PERSON' and state = 'LIVE'", person);
    }

    private static boolean isLivePerson(Sql sql, long record) throws SQLException {
        return !sql.numbers("select no from record where no = ? and kind = 'PERSON' and state = 'LIVE'", record)
                .isEmpty();
    }

    private static Optional<Long> personOf(Sql sql, long record) throws SQLException {
        return sql.first("select person_no from record where no = ?", row -> row.optionalNumber(1), record)
                .flatMap(person -> person);
    }
}
