package io.onefunnel.store;

import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.store.sql.StoreException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Brings the tables up to date ({@code db/migration}), makes the report views that read them ({@code db/reports}), and
 * refuses tables of the future.
 *
 * <p>When anything is new, all report views are taken away first and made anew last: a table can then be changed although
 * views read it, and a view may have other columns than before, which {@code create or replace} alone does not allow.
 */
final class Migrations {
    private static final String HISTORY = "schema_history";
    // Claims, partitions and connections have the numbers after it.
    private static final int LOCK = 16_777_213;

    private Migrations() {}

    static void run(DataSource source) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration", "classpath:db/reports")
                .table(HISTORY)
                .failOnMissingLocations(true)
                .load();
        Database database = new Database(source);
        // Of several processes that start together, one does the work, and the others find nothing left to do.
        database.change(sql -> {
            sql.list("select pg_advisory_xact_lock(?)", row -> true, LOCK);
            MigrationInfo[] all = flyway.info().all();
            refuseNewer(all);
            if (Arrays.stream(all).anyMatch(Migrations::isNews)) database.change(Migrations::dropReports);
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                throw new StoreException("The store's tables cannot be brought up to date: " + e.getMessage(), e);
            }
        });
    }

    private static void refuseNewer(MigrationInfo[] all) {
        MigrationVersion known = Arrays.stream(all)
                .filter(migration -> migration.getPhysicalLocation() != null
                        && !migration.getPhysicalLocation().isEmpty())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        MigrationVersion current = Arrays.stream(all)
                .filter(migration -> migration.getState().isApplied())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        if (current.compareTo(known) <= 0) return;
        throw new StoreException("This store was written by a newer OneFunnel: its tables are of version " + current
                + ", and this program knows them up to " + known
                + ". Start the newer program again, or restore a backup that this one made.");
    }

    /** Not done yet, done otherwise than it would be now, or a report that is no more. */
    private static boolean isNews(MigrationInfo migration) {
        MigrationState state = migration.getState();
        return state == MigrationState.PENDING
                || state == MigrationState.OUTDATED
                || state == MigrationState.MISSING_SUCCESS;
    }

    /** Together with what Flyway remembers of them, so that it makes every one of them anew. */
    private static void dropReports(Sql sql) throws SQLException {
        List<String> views = sql.list("""
                select format('%I', v.relname) from pg_class v
                where v.relkind = 'v' and v.relnamespace = current_schema()::regnamespace
                    and obj_description(v.oid, 'pg_class') similar to '(Report|Part of reports|Page):%'
                """, row -> row.text(1));
        if (!views.isEmpty()) {
            refuseWithBuiltUpon(sql, views);
            sql.update("drop view " + String.join(", ", views));
        }
        if (sql.first("select to_regclass(?) is not null", row -> row.flag(1), HISTORY)
                .orElse(false)) {
            sql.update("delete from " + HISTORY + " where version is null and script like 'R\\_\\_%'");
        }
    }

    /** What somebody else built on a report cannot stay, and is not ours to take away. */
    private static void refuseWithBuiltUpon(Sql sql, List<String> views) throws SQLException {
        List<String> others = sql.list("""
                select distinct other.oid::regclass::text from pg_depend d
                join pg_rewrite r on r.oid = d.objid
                join pg_class other on other.oid = r.ev_class
                where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
                    and d.refobjid = any(?::text[]::regclass[]) and other.oid <> all(?::text[]::regclass[])
                order by 1
                """, row -> row.text(1), views, views);
        if (others.isEmpty()) return;
        throw new StoreException("The report views have to be made anew, and others were built on them: "
                + String.join(", ", others) + ". Drop these, start OneFunnel again, and create them again then.");
    }
}
