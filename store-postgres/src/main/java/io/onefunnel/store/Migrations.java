package io.onefunnel.store;

import io.onefunnel.store.sql.StoreException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables up to date, and refuses tables of the future. */
final class Migrations {
    private Migrations() {}

    static void run(DataSource source) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .table("schema_history")
                .failOnMissingLocations(true)
                .load();
        refuseNewer(flyway);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException("The store's tables cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    private static void refuseNewer(Flyway flyway) {
        MigrationInfo[] all = flyway.info().all();
        MigrationVersion known = Arrays.stream(all)
                .filter(migration -> migration.getPhysicalLocation() != null
                        && !migration.getPhysicalLocation().isEmpty())
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        MigrationInfo current = flyway.info().current();
        if (current == null || current.getVersion().compareTo(known) <= 0) return;
        throw new StoreException("This store was written by a newer OneFunnel: its tables are of version "
                + current.getVersion() + ", and this program knows them up to " + known
                + ". Start the newer program again, or restore a backup that this one made.");
    }
}
