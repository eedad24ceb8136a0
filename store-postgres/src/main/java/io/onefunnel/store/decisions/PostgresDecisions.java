package io.onefunnel.store.decisions;

import io.onefunnel.model.Decision;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Lease;
import io.onefunnel.store.records.MergeLineage;
import io.onefunnel.store.records.RecordReader;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Case files out, decisions in. */
public final class PostgresDecisions implements Decisions {
    private final Database database;
    private final CaseFileReader caseFiles;
    private final DecisionBatch batches;
    private final RecordReader records;
    private final InstantSource clock;

    public PostgresDecisions(
            Database database, SurrogateKeys surrogateKeys, RecordReader records, InstantSource clock) {
        this.database = database;
        this.caseFiles = new CaseFileReader(records);
        this.batches = new DecisionBatch(surrogateKeys);
        this.records = records;
        this.clock = clock;
    }

    @Override
    public List<Stored> claim(Lease lease, int max, Instant now, String inputsHash) {
        while (true) {
            Optional<List<Stored>> batch = database.under(lease, sql -> {
                Map<Long, Long> claimed = claimDirty(sql, lease, max);
                claimStale(sql, lease, max, now, inputsHash, claimed);
                if (claimed.isEmpty()) return Optional.of(List.<Stored>of());
                leave(sql, claimed);
                // Nothing but people whose records are all gone: ask for more.
                if (claimed.isEmpty()) return Optional.<List<Stored>>empty();
                return Optional.of(caseFiles.load(sql, claimed, now));
            });
            if (batch.isPresent()) return batch.get();
        }
    }

    private static Map<Long, Long> claimDirty(Sql sql, Lease lease, int max) throws SQLException {
        return new LinkedHashMap<>(sql.numberMap("""
                update dirty_person set claimed_by = ?, claimed_epoch = ? where person_no in (
                    select d.person_no from dirty_person d
                    where not exists (
                        select from lease l
                        where l.name = d.claimed_by and l.epoch = d.claimed_epoch and l.holder is not null)
                    order by d.generation limit ? for update skip locked)
                returning person_no, generation
                """, lease.name(), lease.epoch(), max));
    }

    /** A look into an index for each way to be stale: asked for all at once, every decision there is may be read. */
    private static void claimStale(
            Sql sql, Lease lease, int max, Instant now, String inputsHash, Map<Long, Long> claimed)
            throws SQLException {
        claimed.putAll(stale(sql, lease, "d.valid_until <= ?", now, max - claimed.size()));
        claimed.putAll(stale(sql, lease, "d.inputs_hash < ?", inputsHash, max - claimed.size()));
        claimed.putAll(stale(sql, lease, "d.inputs_hash > ?", inputsHash, max - claimed.size()));
    }

    private static Map<Long, Long> stale(Sql sql, Lease lease, String condition, Object bound, int max)
            throws SQLException {
        if (max == 0) return Map.of();
        return sql.numberMap("""
                insert into dirty_person (person_no, generation, claimed_by, claimed_epoch)
                select stale.person_no, nextval('generation'), ?, ? from (
                    select d.person_no from decision d
                    where %s and not exists (select from dirty_person p where p.person_no = d.person_no)
                    limit ? for update skip locked) stale
                on conflict (person_no) do nothing
                returning person_no, generation
                """.formatted(condition), lease.name(), lease.epoch(), bound, max);
    }

    /** Takes people out who have no live record: nothing can be decided for them. */
    private static void leave(Sql sql, Map<Long, Long> claimed) throws SQLException {
        Set<Long> gone = new HashSet<>(claimed.keySet());
        sql.numbers("""
                        select distinct person_no from record
                        where person_no = any(?) and kind = 'PERSON' and state = 'LIVE'
                        """, claimed.keySet()).forEach(gone::remove);
        MergeLineage.forget(sql, gone);
        claimed.keySet().removeAll(gone);
    }

    @Override
    public Optional<Stored> load(PersonId person) {
        return database.inTransaction(sql -> {
            List<Long> number =
                    sql.numbers("select coalesce(survivor_no, no) from person where id = ?", person.value());
            if (number.isEmpty()) return Optional.<Stored>empty();
            Map<Long, Long> one = sql.numberMap("""
                    select p.no, coalesce(d.generation, 0) from person p
                    left join dirty_person d on d.person_no = p.no where p.no = ? and exists (
                        select from record r where r.person_no = p.no and r.kind = 'PERSON' and r.state = 'LIVE')
                    """, number.get(0));
            return caseFiles.load(sql, one, clock.instant()).stream().findFirst();
        });
    }

    @Override
    public Directory directory() {
        return database.inTransaction(
                sql -> new Directory(records.ofKind(sql, RecordKind.USER), records.ofKind(sql, RecordKind.CAMPAIGN)));
    }

    @Override
    public void commit(Lease lease, List<Decided> decided, Instant at) {
        if (decided.isEmpty()) return;
        database.changeUnder(lease, sql -> batches.commit(sql, decided, at));
    }

    @Override
    public Optional<Decision> find(PersonId person) {
        return database.inTransaction(
                sql -> sql.first("""
                select d.decision from person p join decision d on d.person_no = coalesce(p.survivor_no, p.no)
                where p.id = ?
                """, row -> Json.read(row.text(1), Decision.class), person.value()));
    }

    @Override
    public long waiting(Instant now, String inputsHash) {
        return database.inTransaction(
                sql -> sql.numbers("""
                        select (select count(*) from dirty_person) + (
                            select count(*) from decision d
                            where (d.valid_until <= ? or d.inputs_hash < ? or d.inputs_hash > ?)
                                and not exists (select from dirty_person p where p.person_no = d.person_no))
                        """, now, inputsHash, inputsHash).get(0));
    }
}
