package io.onefunnel.store.records;

import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What a transaction makes dirty. Written at its end and in order of number, so that two of them never deadlock. */
public final class DirtyMarks {
    private final Set<Long> records = new TreeSet<>();
    private final Set<Long> people = new TreeSet<>();
    private final Set<Long> newRecords = new TreeSet<>();

    /** Whose they are has to be found out again. */
    public void records(Collection<Long> numbers) {
        records.addAll(numbers);
    }

    /** What follows for them has to be decided again. */
    public void people(Collection<Long> numbers) {
        people.addAll(numbers);
    }

    public void record(long number) {
        records.add(number);
    }

    /** Like {@link #record}, for a number that was given in this transaction: it cannot be dirty yet. */
    public void newRecord(long number) {
        newRecords.add(number);
    }

    public void person(long number) {
        people.add(number);
    }

    public void write(Sql sql) throws SQLException {
        newRecords.removeAll(records);
        if (!newRecords.isEmpty()) {
            long generation = sql.numbers("select nextval('generation')").get(0);
            CopyRows.into(sql, "dirty_record (record_no, generation)", rows -> {
                for (long number : newRecords) rows.add(number).add(generation).end();
            });
        }
        if (!records.isEmpty()) {
            sql.update("""
                    insert into dirty_record (record_no, generation)
                    select no, (select nextval('generation')) from unnest(?::bigint[]) no
                    on conflict (record_no) do update set generation = excluded.generation
                    """, records);
        }
        if (!people.isEmpty()) {
            sql.update("""
                    insert into dirty_person (person_no, generation)
                    select no, (select nextval('generation')) from unnest(?::bigint[]) no
                    on conflict (person_no) do update set generation = excluded.generation
                    """, people);
        }
    }
}
