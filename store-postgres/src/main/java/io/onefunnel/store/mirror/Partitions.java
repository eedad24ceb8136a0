package io.onefunnel.store.mirror;

import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Makes the monthly partitions of events before a page needs them. */
final class Partitions {
    private final Database database;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Partitions(Database database) {
        this.database = database;
    }

    /**
     * Outside the page's transaction: making a partition locks the whole table, and one that stays empty because the
     * page failed does no harm.
     */
    void ensure(String table, Collection<Instant> instants) {
        Set<YearMonth> months = instants.stream()
                .map(at -> YearMonth.from(Sql.timestamp(at)))
                .filter(month -> !known.contains(name(table, month)))
                .collect(Collectors.toSet());
        for (YearMonth month : months) {
            database.change(sql -> {
                sql.list("select pg_advisory_xact_lock(16777215)", row -> true);
                sql.update("create table if not exists " + name(table, month) + " partition of " + table
                        + " for values from ('" + start(month) + "') to ('" + start(month.plusMonths(1)) + "')");
            });
            known.add(name(table, month));
        }
    }

    private static String name(String table, YearMonth month) {
        return "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
    }

    private static String start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }
}
