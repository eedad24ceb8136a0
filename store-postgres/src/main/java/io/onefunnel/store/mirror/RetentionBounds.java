package io.onefunnel.store.mirror;

import io.onefunnel.state.Mirror;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notes how far back pulls could see. Before the page's cursor is stored: that one tells whether a pull begins. */
final class RetentionBounds {
    private RetentionBounds() {}

    private record Noted(boolean atBeginning, boolean recorded, Optional<Instant> pinnedAt) {}

    static void note(Sql sql, short connection, Mirror.Page page, DirtyMarks dirty) throws SQLException {
        Noted noted = sql.first(
                        """
                        select coalesce(s.cursor, '') = '', o.since is not null, c.pinned_at
                        from connection c
                        left join pull_state s on s.connection_no = c.no and s.kind = ?::record_kind
                        left join observable o on o.connection_no = c.no and o.kind = ?::record_kind
                        where c.no = ?
                        """,
                        row -> new Noted(row.flag(1), row.flag(2), row.optionalInstant(3)),
                        page.kind(),
                        page.kind(),
                        connection)
                .orElseThrow();
        if (noted.recorded() && !noted.atBeginning()) return;
        Mirror.Reach reach = page.reach();
        // Read by a version that did not note it: a connection is pinned right before its first pull.
        Instant begun = noted.atBeginning() ? reach.begun() : noted.pinnedAt().orElse(reach.begun());
        boolean moved = sql.update("""
                        insert into observable (connection_no, kind, since)
                        values (?, ?::record_kind, coalesce(?::timestamptz, '-infinity'))
                        on conflict (connection_no, kind) do update set since = excluded.since
                            where excluded.since < observable.since
                        """, connection, page.kind(), reach.kept().map(begun::minus)) > 0;
        // What was called unknown may have been decided by.
        if (moved && noted.recorded()) dirty.people(peopleOf(sql, connection));
    }

    private static List<Long> peopleOf(Sql sql, short connection) throws SQLException {
        return sql.numbers("""
                select distinct person_no from record
                where connection_no = ? and kind = 'PERSON' and person_no is not null
                """, connection);
    }
}
