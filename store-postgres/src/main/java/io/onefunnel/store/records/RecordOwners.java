package io.onefunnel.store.records;

import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Finds the persons that records belong to. */
public final class RecordOwners {
    private RecordOwners() {}

    /**
     * The persons of these records, each once. A record that is nobody's, or not resolved yet, adds none.
     *
     * <p>Starts from the numbers, one look-up each. Asked as {@code no = any(?) and person_no is not null}, a planner whose
     * statistics are from before the first resolve holds the index of persons for empty and walks it from end to end.
     */
    public static List<Long> of(Sql sql, Collection<Long> records) throws SQLException {
        if (records.isEmpty()) return List.of();
        return sql.numbers("""
                select distinct own.person_no from unnest(?::bigint[]) wanted(no)
                cross join lateral (select r.person_no from record r where r.no = wanted.no offset 0) own
                where own.person_no is not null
                """, records);
    }
}
