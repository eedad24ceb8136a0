package io.onefunnel.store.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** What people decided, written with the decision. */
public final class Audit {
    private Audit() {}

    public static void write(Sql sql, Instant at, String who, String what, Map<String, String> details)
            throws SQLException {
        sql.update(
                "insert into audit (at, who, what, details) values (?, ?, ?, ?::jsonb)",
                at,
                who,
                what,
                Json.write(details));
    }
}
