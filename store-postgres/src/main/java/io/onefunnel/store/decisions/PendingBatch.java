package io.onefunnel.store.decisions;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.store.records.Refs;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Replaces what the people of a batch wanted written, done and merged by what follows from their new decisions. */
final class PendingBatch {
    private final Sql sql;
    private final SurrogateKeys surrogateKeys;
    private final List<NumberedDecision> batch;
    private final List<Long> people;

    PendingBatch(Sql sql, SurrogateKeys surrogateKeys, List<NumberedDecision> batch) {
        this.sql = sql;
        this.surrogateKeys = surrogateKeys;
        this.batch = batch;
        this.people = batch.stream().map(NumberedDecision::person).toList();
    }

    void replace() throws SQLException {
        replaceChanges();
        replaceActions();
        replaceProposals();
    }

    private void replaceChanges() throws SQLException {
        Map<Long, NumberedDecision> owners = new HashMap<>();
        Map<Long, PendingChange> pending = new LinkedHashMap<>();
        for (NumberedDecision each : batch) {
            for (PendingChange change : each.decided().pending()) {
                pending.put(each.number(change.on()), change);
                owners.put(each.number(change.on()), each);
            }
        }
        sql.update(
                "delete from pending_change where person_no = any(?::bigint[]) or record_no = any(?::bigint[])",
                people,
                pending.keySet());
        if (pending.isEmpty()) return;
        Map<ConnectionId, Short> connections = new HashMap<>();
        for (PendingChange change : pending.values()) {
            ConnectionId connection = change.on().connection();
            if (!connections.containsKey(connection)) {
                connections.put(connection, surrogateKeys.connection(sql, connection));
            }
        }
        Map<Set<Field>, Integer> fields = new HashMap<>();
        for (PendingChange change : pending.values()) {
            Set<Field> set = change.after().keySet();
            if (!fields.containsKey(set))
                fields.put(set, surrogateKeys.pendingFields().number(sql, set));
        }
        CopyRows.into(
                sql, "pending_change (record_no, person_no, connection_no, fields_no, before, after, reason)", rows -> {
                    for (Map.Entry<Long, PendingChange> each : pending.entrySet()) {
                        PendingChange change = each.getValue();
                        rows.add(each.getKey())
                                .add(Objects.requireNonNull(owners.get(each.getKey()))
                                        .person());
                        rows.add(Objects.requireNonNull(
                                connections.get(change.on().connection())));
                        rows.add(
                                Objects.requireNonNull(fields.get(change.after().keySet())));
                        rows.add(Json.write(change.before())).add(Json.write(change.after()));
                        rows.add(change.reason()).end();
                    }
                });
    }

    private void replaceActions() throws SQLException {
        sql.update("delete from pending_action where person_no = any(?::bigint[])", people);
        if (batch.stream().allMatch(each -> each.decided().actions().isEmpty())) return;
        sql.update("""
                create temporary table if not exists action_in (
                    record_no bigint, person_no bigint, key text, position integer, type text, action jsonb,
                    evidence text[], reason text)
                on commit delete rows
                """);
        CopyRows.into(sql, "action_in (record_no, person_no, key, position, type, action, evidence, reason)", rows -> {
            for (NumberedDecision each : batch) {
                int position = 0;
                for (PendingAction action : each.decided().actions()) {
                    rows.add(each.number(action.on())).add(each.person()).add(action.key());
                    rows.add(position++).add(Json.typeOf(action.action()));
                    rows.add(Json.write(action.action())).add(evidence(action));
                    rows.add(action.reason()).end();
                }
            }
        });
        // Done is done: for this person or one who became it, on this record or one that was merged into it.
        sql.update("""
                insert into pending_action
                select r.connection_no, n.record_no, n.person_no, n.key, n.position, n.type, n.action, n.evidence,
                    n.reason
                from action_in n join record r on r.no = n.record_no
                where not exists (
                        select from done_action a join person p on p.no = a.person_no
                        where a.connection_no = r.connection_no and a.key = n.key
                            and coalesce(p.survivor_no, p.no) = n.person_no)
                    and not exists (
                        select from done_action a join record done on done.no = a.record_no
                        where a.connection_no = r.connection_no and a.key = n.key and done.root_no = r.root_no)
                on conflict (connection_no, record_no, key) do update set
                    person_no = excluded.person_no, position = excluded.position, type = excluded.type,
                    action = excluded.action, evidence = excluded.evidence, reason = excluded.reason
                """);
    }

    /** As an array of PostgreSQL; ids of vendors may hold anything. */
    private static String evidence(PendingAction action) {
        return action.evidence().stream()
                .map(ref -> "\"" + ref.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private void replaceProposals() throws SQLException {
        List<byte[]> kept = new ArrayList<>();
        for (NumberedDecision each : batch) {
            for (MergeProposal proposal : each.decision().merges()) {
                byte[] records = Refs.digestOf(proposal.survivor(), proposal.losers());
                kept.add(records);
                sql.update("""
                        insert into merge_proposal (records, person_no, survivor, proposal, state)
                        values (?, ?, ?, ?::jsonb, 'PROPOSED')
                        on conflict (records) do update set
                            person_no = excluded.person_no, survivor = excluded.survivor, proposal = excluded.proposal
                        """, records, each.person(), proposal.survivor().toString(), Json.write(proposal));
            }
        }
        // Withdrawn. What a person said of it stays, in case it comes up again; an approval does not outlive its
        // reason. While a merge is half made, its losers vanish one by one, and the approval is what completes it.
        sql.update("""
                delete from merge_proposal m where person_no = any(?::bigint[]) and state in ('PROPOSED', 'APPROVED')
                    and not encode(records, 'hex') = any(?::text[])
                    and not (state = 'APPROVED' and exists (
                        select from record loser
                        join connection c on c.no = loser.connection_no
                        join record survivor on survivor.root_no = loser.root_no
                        where loser.person_no = m.person_no and loser.state = 'MERGED'
                            and jsonb_exists(m.proposal -> 'losers', c.name || '/' || loser.kind || '/' || loser.id)
                            and m.survivor = c.name || '/' || survivor.kind || '/' || survivor.id))
                """, people, kept.stream().map(HexFormat.of()::formatHex).toList());
    }
}
