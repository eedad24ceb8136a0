package io.onefunnel.store.runs;

import com.fasterxml.jackson.core.type.TypeReference;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs;
import io.onefunnel.store.sql.Audit;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs and what they could not do; a pause stops further ones. */
public final class PostgresRuns implements Runs {
    /** Of a run that began before leases were noted nobody knows more than that it never ended. */
    private static final String DIED = """
            (ended_at is null and not exists (
                select from lease l where l.name = run.lease and l.epoch = run.lease_epoch
                    and l.holder is not null and l.expires_at > clock_timestamp()))
            """;

    private static final TypeReference<TreeMap<String, Long>> FIGURES = new TypeReference<>() {};

    private final Database database;

    public PostgresRuns(Database database) {
        this.database = database;
    }

    @Override
    public Run begin(String step, Lease lease, Instant at) {
        return database.inTransaction(sql -> new Run(
                sql.numbers(
                                "insert into run (step, begun_at, lease, lease_epoch) values (?, ?, ?, ?) returning no",
                                step,
                                at,
                                lease.name(),
                                lease.epoch())
                        .get(0),
                step,
                Sql.kept(at)));
    }

    @Override
    public void end(Run run, Instant at, Map<String, Long> figures, List<Shortfall> shortfalls) {
        database.change(sql -> {
            sql.update(
                    "update run set ended_at = ?, figures = ?::jsonb where no = ?",
                    at,
                    Json.write(new TreeMap<>(figures)),
                    run.id());
            sql.update("delete from run_shortfall where run_no = ?", run.id());
            for (int i = 0; i < shortfalls.size(); i++) {
                Shortfall shortfall = shortfalls.get(i);
                sql.update(
                        "insert into run_shortfall (run_no, position, what, why, remedy) values (?, ?, ?, ?, ?)",
                        run.id(),
                        i,
                        shortfall.what(),
                        shortfall.why(),
                        shortfall.remedy());
            }
        });
    }

    @Override
    public List<Ended> latest(int count) {
        return database.inTransaction(sql -> {
            List<Ended> bare = sql.list(
                    "select no, step, begun_at, ended_at, figures from run order by no desc limit ?",
                    row -> new Ended(
                            new Run(row.number(1), row.text(2), row.instant(3)),
                            row.optionalInstant(4),
                            Json.read(row.text(5), FIGURES),
                            List.of()),
                    count);
            Map<Long, List<Shortfall>> shortfalls =
                    shortfalls(sql, bare.stream().map(ended -> ended.run().id()).toList());
            return bare.stream()
                    .map(ended -> new Ended(
                            ended.run(),
                            ended.ended(),
                            ended.figures(),
                            shortfalls.getOrDefault(ended.run().id(), List.of())))
                    .toList();
        });
    }

    @Override
    public List<Shortfall> openShortfalls() {
        return database.inTransaction(sql -> {
            List<Long> last = sql.numbers("select distinct on (step) no from run where ended_at is not null or " + DIED
                    + " order by step, no desc");
            Map<Long, List<Shortfall>> shortfalls = shortfalls(sql, last);
            List<Shortfall> open = new ArrayList<>();
            last.forEach(run -> open.addAll(shortfalls.getOrDefault(run, List.of())));
            return open;
        });
    }

    private static Map<Long, List<Shortfall>> shortfalls(Sql sql, List<Long> runs) throws SQLException {
        Map<Long, List<Shortfall>> shortfalls = new HashMap<>();
        sql.list(
                "select no, step from run where no = any(?::bigint[]) and " + DIED,
                row -> shortfalls
                        .computeIfAbsent(row.number(1), run -> new ArrayList<>())
                        .add(new Shortfall(
                                row.text(2), "its process died before it was done", "goes on at the next run")),
                runs);
        sql.list(
                "select run_no, what, why, remedy from run_shortfall where run_no = any(?::bigint[]) order by 1, position",
                row -> shortfalls
                        .computeIfAbsent(row.number(1), run -> new ArrayList<>())
                        .add(new Shortfall(row.text(2), row.text(3), row.text(4))),
                runs);
        return shortfalls;
    }

    @Override
    public Optional<Pause> paused() {
        return database.inTransaction(sql -> sql.first(
                "select reason, who, since from pause", row -> new Pause(row.text(1), row.text(2), row.instant(3))));
    }

    @Override
    public void pause(String reason, String who, Instant at) {
        database.change(sql -> {
            sql.update("""
                    insert into pause (reason, who, since) values (?, ?, ?)
                    on conflict (one) do update set
                        reason = excluded.reason, who = excluded.who, since = excluded.since
                    """, reason, who, at);
            Audit.write(sql, at, who, "pause", Map.of("reason", reason));
        });
    }

    @Override
    public void resume(String who, Instant at) {
        database.change(sql -> {
            if (sql.update("delete from pause") > 0) Audit.write(sql, at, who, "resume", Map.of());
        });
    }
}
