package io.onefunnel.store.people;

import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Grows dirty records into everything that is connected to them, one step for all of them at a time: three queries a
 * step, however many records.
 */
final class ConnectedRecords {
    private final Sql sql;
    private final int keyLimit;

    private final Map<Long, Long> parents = new HashMap<>();
    private final Map<Long, Long> firstOfKey = new HashMap<>();
    private final Set<Long> ignored = new HashSet<>();

    ConnectedRecords(Sql sql, int keyLimit) {
        this.sql = sql;
        this.keyLimit = keyLimit;
    }

    /** The components of up to {@code max} dirty records, without those that another open batch has a part of. */
    Set<Long> grow(int max) throws SQLException {
        while (true) {
            List<Long> seeds = sql.numbers("""
                    select d.record_no from dirty_record d
                    where not exists (select from identity_claim c where c.record_no = d.record_no)
                        and not d.record_no = any(?::bigint[])
                    order by d.generation limit ?
                    """, parents.keySet(), max);
            if (seeds.isEmpty()) return Set.of();
            expand(seeds);
            Set<Long> free = withoutClaimed();
            if (!free.isEmpty()) return free;
        }
    }

    int ignoredKeys() {
        return ignored.size();
    }

    private void expand(Collection<Long> seeds) throws SQLException {
        Set<Long> frontier = new HashSet<>();
        for (long seed : seeds) if (parents.putIfAbsent(seed, seed) == null) frontier.add(seed);
        while (!frontier.isEmpty()) {
            Set<Long> next = new HashSet<>();
            byKeys(newKeys(frontier), next);
            byPerson(frontier, next);
            frontier = next;
        }
    }

    /** Keys that no earlier step has looked up. */
    private List<Long> newKeys(Set<Long> frontier) throws SQLException {
        List<Long> fresh = new ArrayList<>();
        sql.list(
                "select key, record_no from identity_key where record_no = any(?)",
                row -> {
                    long key = row.number(1);
                    if (ignored.contains(key)) return true;
                    Long first = firstOfKey.putIfAbsent(key, row.number(2));
                    if (first == null) fresh.add(key);
                    return true;
                },
                frontier);
        return fresh;
    }

    private void byKeys(List<Long> keys, Set<Long> next) throws SQLException {
        if (keys.isEmpty()) return;
        Map<Long, List<Long>> sharing = new HashMap<>();
        sql.list(
                """
                select k.key, r.record_no from unnest(?::bigint[]) k(key) cross join lateral (
                    select i.record_no from identity_key i where i.key = k.key limit ?) r
                """,
                row -> sharing.computeIfAbsent(row.number(1), key -> new ArrayList<>())
                        .add(row.number(2)),
                keys,
                keyLimit + 1);
        sharing.forEach((key, records) -> {
            if (records.size() > keyLimit) {
                ignored.add(key);
            } else {
                records.forEach(record -> join(records.get(0), record, next));
            }
        });
    }

    /**
     * One look-up for each: it starts from the numbers, and the offsets keep the planner from joining whole tables. Right
     * after a first load it holds everything about persons for empty, because there was none when it last looked.
     */
    private void byPerson(Set<Long> frontier, Set<Long> next) throws SQLException {
        sql.list(
                """
                select own.no, other.no from unnest(?::bigint[]) wanted(no)
                cross join lateral (
                    select r.no, r.person_no from record r where r.no = wanted.no offset 0) own
                cross join lateral (
                    select o.no from record o
                    where o.person_no = own.person_no and o.no <> own.no and o.kind = 'PERSON' and o.state = 'LIVE'
                    offset 0) other
                """,
                row -> {
                    join(row.number(1), row.number(2), next);
                    return true;
                },
                frontier);
    }

    private void join(long left, long right, Set<Long> next) {
        if (parents.putIfAbsent(left, left) == null) next.add(left);
        if (parents.putIfAbsent(right, right) == null) next.add(right);
        parents.put(rootOf(right), rootOf(left));
    }

    private long rootOf(long record) {
        long root = record;
        while (parents.getOrDefault(root, root) != root) root = parents.getOrDefault(root, root);
        parents.put(record, root);
        return root;
    }

    private Set<Long> withoutClaimed() throws SQLException {
        Set<Long> claimedRoots = new HashSet<>();
        for (long claimed :
                sql.numbers("select record_no from identity_claim where record_no = any(?)", parents.keySet())) {
            claimedRoots.add(rootOf(claimed));
        }
        Set<Long> free = new TreeSet<>();
        for (long record : List.copyOf(parents.keySet())) {
            if (!claimedRoots.contains(rootOf(record))) free.add(record);
        }
        return free;
    }
}
