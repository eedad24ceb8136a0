package io.onefunnel.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What a transaction makes dirty. Written at its end and in order of number, so that two of them never deadlock. */
final class Dirt {
    private final Set<Long> records = new TreeSet<>();
    private final Set<Long> people = new TreeSet<>();
    private final Set<Long> newRecords = new TreeSet<>();

    /** Whose they are has to be found out again. */
    void records(Collection<Long> numbers) {
        records.addAll(numbers);
    }

    /** What follows for them has to be decided again. */
    void people(Collection<Long> numbers) {
        people.addAll(numbers);
    }

    void record(long number) {
        records.add(number);
    }

    /** Like {@link #record}, for a number that was given in this transaction: it cannot be dirty yet. */
    void newRecord(long number) {
        newRecords.add(number);
    }

    void person(long number) {
        people.add(number);
    }

    void write(Sql sql) throws SQLException {
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
