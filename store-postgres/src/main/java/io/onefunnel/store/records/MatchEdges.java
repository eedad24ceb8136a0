package io.onefunnel.store.records;

import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which records of a person agree, and why. */
public final class MatchEdges {
    private MatchEdges() {}

    /**
     * Puts these in the place of all edges of these records.
     *
     * @param numbers the records that were joined, among them both ends of every edge
     * @param matches the strongest first
     */
    public static void replace(Sql sql, Map<SourceRef, Long> numbers, List<MatchTerm> matches) throws SQLException {
        Collection<Long> joined = numbers.values();
        sql.update("delete from match_edge where left_no = any(?::bigint[])", joined);
        sql.update("delete from match_edge where right_no = any(?::bigint[])", joined);
        if (matches.isEmpty()) return;
        CopyRows.into(sql, "match_edge (left_no, right_no, position, rule, detail)", rows -> {
            for (int i = 0; i < matches.size(); i++) {
                MatchTerm each = matches.get(i);
                rows.add(number(numbers, each.left())).add(number(numbers, each.right()));
                rows.add(i).add(each.rule()).add(each.detail()).end();
            }
        });
    }

    private static long number(Map<SourceRef, Long> numbers, SourceRef ref) {
        return Objects.requireNonNull(numbers.get(ref), () -> ref + " was not among the records that were joined");
    }

    /** By person, edges between live records that are the person's, the strongest first. */
    public static Map<Long, List<MatchTerm>> of(Sql sql, Collection<Long> people) throws SQLException {
        Map<Long, List<MatchTerm>> edges = new HashMap<>();
        sql.list(
                """
                select l.person_no, lc.name, l.kind, l.id, rc.name, r.kind, r.id, e.rule, e.detail
                from record l
                join match_edge e on e.left_no = l.no
                join record r on r.no = e.right_no and r.person_no = l.person_no
                join connection lc on lc.no = l.connection_no
                join connection rc on rc.no = r.connection_no
                where l.person_no = any(?::bigint[]) and l.state = 'LIVE' and r.state = 'LIVE'
                order by e.position, e.left_no, e.right_no
                """,
                row -> edges.computeIfAbsent(row.number(1), person -> new ArrayList<>())
                        .add(new MatchTerm(
                                Refs.of(row.text(2), row.text(3), row.text(4)),
                                Refs.of(row.text(5), row.text(6), row.text(7)),
                                row.text(8),
                                row.text(9))),
                people);
        return edges;
    }
}
