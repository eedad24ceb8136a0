package io.onefunnel.store.ledger;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Lease;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What was to be written, and what became of it. */
public final class PostgresLedger implements WriteLedger {
    private final Database database;
    private final SurrogateKeys surrogateKeys;

    public PostgresLedger(Database database, SurrogateKeys surrogateKeys) {
        this.database = database;
        this.surrogateKeys = surrogateKeys;
    }

    @Override
    public void intend(Lease lease, List<Intent> intents) {
        if (intents.isEmpty()) return;
        database.changeUnder(lease, sql -> {
            Set<SourceRef> refs = new HashSet<>();
            intents.forEach(intent -> refs.add(intent.command().on()));
            Map<SourceRef, Long> numbers = surrogateKeys.lockedAndNumbered(sql, refs);
            Map<ConnectionId, Short> connections = new HashMap<>();
            for (SourceRef ref : refs)
                connections.put(ref.connection(), surrogateKeys.connection(sql, ref.connection()));
            CopyRows.into(
                    sql,
                    "intent (id, connection_no, record_no, command_type, command, capabilities, before, reason, plan,"
                            + " snapshot, action_key, at)",
                    rows -> {
                        for (Intent intent : intents) {
                            Command command = intent.command();
                            rows.add(command.intent());
                            rows.add(Objects.requireNonNull(
                                            connections.get(command.on().connection()))
                                    .longValue());
                            rows.add(Objects.requireNonNull(numbers.get(command.on()))
                                    .longValue());
                            rows.add(Json.typeOf(command)).add(Json.write(command));
                            rows.add(names(intent.capabilities())).add(Json.write(intent.before()));
                            rows.add(intent.reason()).add(intent.plan());
                            rows.addText(intent.snapshot().map(Json::write))
                                    .addText(intent.action())
                                    .add(intent.at())
                                    .end();
                        }
                    });
        });
    }

    /** As an array of PostgreSQL; the names are letters and underscores. */
    private static String names(Set<Capability> capabilities) {
        return "{"
                + String.join(
                        ",", capabilities.stream().sorted().map(Enum::name).toList())
                + "}";
    }

    @Override
    public void outcomes(Lease lease, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) return;
        database.changeUnder(lease, sql -> new ResultBatch(sql, surrogateKeys).store(outcomes));
    }

    private static final String INTENTS = """
            select i.command, i.capabilities, i.before, i.reason, i.plan, i.snapshot, i.at, i.outcome, i.outcome_at,
                   i.action_key
            from intent i
            """;

    @Override
    public List<Intent> unsettled(ConnectionId connection) {
        return database.inTransaction(sql -> sql.list(INTENTS + """
                        join connection c on c.no = i.connection_no
                        where c.name = ? and (i.outcome_type is null or i.outcome_type = 'Unknown') order by i.no
                        """, PostgresLedger::intent, connection.value()));
    }

    @Override
    public List<Logged> merges(SourceRef survivor) {
        return database.inTransaction(sql -> sql.list(
                INTENTS + "where i.record_no = any(?::bigint[]) and i.command_type = 'Merge' order by i.no desc",
                PostgresLedger::logged,
                surrogateKeys.known(sql, Set.of(survivor)).values()));
    }

    @Override
    public List<Logged> history(SourceRef on, int max) {
        return database.inTransaction(sql -> {
            Collection<Long> number = surrogateKeys.known(sql, Set.of(on)).values();
            return sql.list(INTENTS + """
                            where i.record_no in (
                                select no from record where no = any(?::bigint[])
                                union select other.no from unnest(?::bigint[]) wanted(no)
                                cross join lateral (
                                    select r.person_no from record r where r.no = wanted.no offset 0) own
                                join record other on other.person_no = own.person_no)
                            order by i.no desc limit ?
                            """, PostgresLedger::logged, number, number, max);
        });
    }

    @Override
    public List<Logged> rejected(int max) {
        return database.inTransaction(sql -> sql.list(INTENTS + """
                        where i.outcome_type = 'Rejected' and (
                            exists (
                                select from refused_field f
                                join pending_change p on p.record_no = f.record_no and p.after ->> f.field = f.wanted
                                left join content c on c.record_no = f.record_no
                                where f.intent_no = i.no and f.version is not distinct from c.version)
                            or i.action_key is not null and exists (
                                select from refused_action f
                                join pending_action a on a.connection_no = f.connection_no
                                    and a.record_no = f.record_no and a.key = f.key and a.action = f.action
                                left join content c on c.record_no = f.record_no
                                where f.intent_no = i.no and f.version is not distinct from c.version)
                            or i.action_key is null and i.command_type <> 'SetFields' and not exists (
                                select from intent later where later.record_no = i.record_no and later.no > i.no
                                    and later.command_type = i.command_type))
                        order by i.no desc limit ?
                        """, PostgresLedger::logged, max));
    }

    private static Intent intent(Sql.Row row) throws SQLException {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        row.texts(2).forEach(name -> capabilities.add(Capability.valueOf(name)));
        return new Intent(
                Json.read(row.text(1), Command.class),
                capabilities,
                Json.fields(row.text(3)),
                row.text(4),
                row.text(5),
                row.optionalText(6).map(json -> Json.read(json, Merging.MergeSnapshot.class)),
                row.optionalText(10),
                row.instant(7));
    }

    private static Logged logged(Sql.Row row) throws SQLException {
        return new Logged(
                intent(row),
                row.optionalText(8).map(json -> Json.read(json, WriteResult.class)),
                row.optionalInstant(9));
    }

    @Override
    public Map<Capability, Long> writtenSince(Instant since) {
        Map<Capability, Long> written = new EnumMap<>(Capability.class);
        database.inTransaction(sql ->
                sql.list("""
                select capability, count(distinct i.record_no) from intent i, unnest(i.capabilities) capability
                where i.outcome_type = 'Written' and i.outcome_at >= ? group by 1
                """, row -> written.put(Capability.valueOf(row.text(1)), row.number(2)), since));
        return new LinkedHashMap<>(written);
    }
}
