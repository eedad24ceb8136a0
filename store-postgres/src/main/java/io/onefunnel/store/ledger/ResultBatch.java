package io.onefunnel.store.ledger;

import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger.Outcome;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.MergeLineage;
import io.onefunnel.store.records.RecordOwners;
import io.onefunnel.store.records.Refs;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.writeback.ProposedMerge;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Stores what became of writes, and what follows for the mirror. */
final class ResultBatch {
    private final Sql sql;
    private final SurrogateKeys surrogateKeys;
    private final DirtyMarks dirty = new DirtyMarks();

    // By record, what the vendor holds now because of us.
    private final Map<Long, Map<Field, String>> applied = new LinkedHashMap<>();
    private final List<Refused> refused = new ArrayList<>();

    ResultBatch(Sql sql, SurrogateKeys surrogateKeys) {
        this.sql = sql;
        this.surrogateKeys = surrogateKeys;
    }

    private record Intended(long no, Command command, Optional<String> action) {}

    private record Refused(long record, long intent, Map<Field, String> wanted) {}

    void store(List<Outcome> outcomes) throws SQLException {
        Map<String, Intended> intents = new HashMap<>();
        sql.list(
                "select id, no, command, action_key from intent where id = any(?::text[])",
                row -> intents.put(
                        row.text(1),
                        new Intended(row.number(2), Json.read(row.text(3), Command.class), row.optionalText(4))),
                outcomes.stream().map(Outcome::intent).toList());
        for (Outcome outcome : outcomes) {
            if (!intents.containsKey(outcome.intent())) {
                throw new IllegalArgumentException("there is no intent " + outcome.intent());
            }
        }
        record(outcomes);
        Map<SourceRef, Long> numbers = numbers(outcomes, intents);
        for (Outcome outcome : outcomes) {
            apply(outcome, Objects.requireNonNull(intents.get(outcome.intent())), numbers);
        }
        layOver();
        takeOffPending();
        keepRefused();
        dirty.write(sql);
    }

    private void record(List<Outcome> outcomes) throws SQLException {
        sql.update(
                """
                update intent i set outcome_type = n.type, outcome = n.outcome::jsonb, outcome_at = n.at
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[]) n(id, type, outcome, at)
                where i.id = n.id
                """,
                outcomes.stream().map(Outcome::intent).toList(),
                outcomes.stream().map(outcome -> Json.typeOf(outcome.outcome())).toList(),
                outcomes.stream().map(outcome -> Json.write(outcome.outcome())).toList(),
                outcomes.stream().map(Outcome::at).toList());
    }

    private Map<SourceRef, Long> numbers(List<Outcome> outcomes, Map<String, Intended> intents) throws SQLException {
        Set<SourceRef> refs = new HashSet<>();
        for (Outcome outcome : outcomes) {
            Command command =
                    Objects.requireNonNull(intents.get(outcome.intent())).command();
            refs.add(command.on());
            if (command instanceof Command.Merge merge) refs.addAll(merge.losers());
            survivor(outcome.outcome()).ifPresent(refs::add);
        }
        return surrogateKeys.lockedAndNumbered(sql, refs);
    }

    private static Optional<SourceRef> survivor(WriteResult outcome) {
        return outcome instanceof WriteResult.Written written ? written.survivor() : Optional.empty();
    }

    private void apply(Outcome outcome, Intended intended, Map<SourceRef, Long> numbers) throws SQLException {
        Command command = intended.command();
        long target = Objects.requireNonNull(numbers.get(command.on()));
        WriteResult result = outcome.outcome();
        if (result instanceof WriteResult.Written || result instanceof WriteResult.Unchanged) {
            SourceRef holder = survivor(result).orElse(command.on());
            long held = Objects.requireNonNull(numbers.get(holder));
            // The vendor moved the record while it was written: it is another one from now on.
            if (held != target) MergeLineage.recordMerged(sql, target, held, outcome.at(), dirty);
            written(command, held, numbers, outcome.at());
            if (intended.action().isPresent()) done(intended, target);
        } else if (result instanceof WriteResult.Rejected && command instanceof Command.SetFields fields) {
            refused.add(new Refused(target, intended.no(), fields.set()));
        } else if (result instanceof WriteResult.Rejected && command instanceof Command.Merge merge) {
            move(merge, ProposedMerge.State.REFUSED);
        } else if (result instanceof WriteResult.Rejected && intended.action().isPresent()) {
            refuse(intended, target);
        } else if (result instanceof WriteResult.Stale) {
            dirty.people(RecordOwners.of(sql, List.of(target)));
        }
    }

    private void written(Command command, long holder, Map<SourceRef, Long> numbers, Instant at) throws SQLException {
        if (command instanceof Command.SetFields fields) {
            apply(holder, fields.set());
        } else if (command instanceof Command.Reassign reassign) {
            sql.update(
                    "update content set acked_owner = ? where record_no = ?",
                    reassign.newOwner().id(),
                    holder);
            dirty.people(RecordOwners.of(sql, List.of(holder)));
        } else if (command instanceof Command.Merge merge) {
            for (SourceRef loser : merge.losers()) {
                MergeLineage.recordMerged(sql, Objects.requireNonNull(numbers.get(loser)), holder, at, dirty);
            }
            apply(holder, merge.winning());
            move(merge, ProposedMerge.State.MERGED);
        }
    }

    /** The person's number is that of today; whoever the person becomes is found by it. */
    private void done(Intended intended, long record) throws SQLException {
        sql.update("""
                insert into done_action (connection_no, record_no, person_no, key, intent_no)
                select connection_no, no, person_no, ?, ? from record where no = ?
                on conflict (connection_no, record_no, key) do nothing
                """, intended.action(), intended.no(), record);
        sql.update("""
                delete from pending_action a using record r
                where r.no = ? and a.connection_no = r.connection_no and a.key = ?
                    and (a.record_no = r.no or a.person_no = r.person_no)
                """, record, intended.action());
        sql.update("""
                delete from refused_action f using record r
                where r.no = ? and f.connection_no = r.connection_no and f.record_no = r.no and f.key = ?
                """, record, intended.action());
    }

    private void refuse(Intended intended, long record) throws SQLException {
        sql.update("""
                insert into refused_action (connection_no, record_no, key, action, version, intent_no)
                select a.connection_no, a.record_no, a.key, a.action, c.version, ?
                from pending_action a left join content c on c.record_no = a.record_no
                where a.record_no = ? and a.key = ?
                on conflict (connection_no, record_no, key) do update set
                    action = excluded.action, version = excluded.version, intent_no = excluded.intent_no
                """, intended.no(), record, intended.action());
    }

    private void move(Command.Merge merge, ProposedMerge.State state) throws SQLException {
        sql.update(
                "update merge_proposal set state = ? where records = ?",
                state,
                Refs.digestOf(merge.on(), merge.losers()));
    }

    private void apply(long record, Map<Field, String> set) {
        applied.computeIfAbsent(record, none -> new EnumMap<>(Field.class)).putAll(set);
    }

    private void layOver() throws SQLException {
        if (applied.isEmpty()) return;
        sql.update(
                """
                update content c set acked = c.acked || n.set::jsonb, written = c.written || n.set::jsonb
                from unnest(?::bigint[], ?::text[]) n(no, set) where c.record_no = n.no
                """,
                applied.keySet(),
                applied.values().stream().map(Json::write).toList());
        sql.update(
                """
                delete from refused_field f using unnest(?::bigint[], ?::text[]) n(no, set)
                where f.record_no = n.no and jsonb_exists(n.set::jsonb, f.field)
                """,
                applied.keySet(),
                applied.values().stream().map(Json::write).toList());
    }

    private void takeOffPending() throws SQLException {
        if (applied.isEmpty()) return;
        List<Long> done = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        List<Set<Field>> fields = new ArrayList<>();
        sql.list(
                "select record_no, before, after from pending_change where record_no = any(?::bigint[]) for update",
                row -> {
                    Map<Field, String> wanted = new EnumMap<>(Field.class);
                    wanted.putAll(Json.fields(row.text(3)));
                    Map<Field, String> held = new EnumMap<>(Field.class);
                    held.putAll(Json.fields(row.text(2)));
                    applied.getOrDefault(row.number(1), Map.of()).forEach((field, value) -> {
                        if (wanted.remove(field, value)) held.remove(field);
                        // Wanted otherwise by now: what it is written over is what we just wrote.
                        if (wanted.containsKey(field)) held.put(field, value);
                    });
                    if (wanted.isEmpty()) return done.add(row.number(1));
                    before.add(Json.write(held));
                    after.add(Json.write(wanted));
                    fields.add(wanted.keySet());
                    return left.add(row.number(1));
                },
                applied.keySet());
        if (!done.isEmpty()) sql.update("delete from pending_change where record_no = any(?)", done);
        if (left.isEmpty()) return;
        List<Long> numbers = new ArrayList<>();
        for (Set<Field> set : fields) {
            numbers.add((long) surrogateKeys.pendingFields().number(sql, set));
        }
        sql.update("""
                update pending_change p set before = n.before::jsonb, after = n.after::jsonb, fields_no = n.fields_no
                from unnest(?::bigint[], ?::text[], ?::text[], ?::integer[]) n(no, before, after, fields_no)
                where p.record_no = n.no
                """, left, before, after, numbers);
    }

    private void keepRefused() throws SQLException {
        for (Refused each : refused) {
            sql.update(
                    """
                    insert into refused_field (record_no, field, wanted, version, intent_no)
                    select ?, n.field, n.wanted, (select version from content where record_no = ?), ?
                    from unnest(?::text[], ?::text[]) n(field, wanted)
                    on conflict (record_no, field) do update set
                        wanted = excluded.wanted, version = excluded.version, intent_no = excluded.intent_no
                    """,
                    each.record(),
                    each.record(),
                    each.intent(),
                    each.wanted().keySet().stream().map(Field::key).toList(),
                    each.wanted().values());
        }
    }
}
