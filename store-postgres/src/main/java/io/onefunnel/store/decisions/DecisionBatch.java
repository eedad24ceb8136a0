package io.onefunnel.store.decisions;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.StageEntry;
import io.onefunnel.state.Decisions.Decided;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.RecordOwners;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores decisions and what they say of stages, timers and outcomes, each table in one go. */
final class DecisionBatch {
    private final SurrogateKeys surrogateKeys;

    DecisionBatch(SurrogateKeys surrogateKeys) {
        this.surrogateKeys = surrogateKeys;
    }

    void commit(Sql sql, List<Decided> decided, Instant at) throws SQLException {
        List<NumberedDecision> batch = numbered(sql, decided);
        List<Long> people = batch.stream().map(NumberedDecision::person).toList();
        DirtyMarks dirty = new DirtyMarks();
        Map<Long, Attribution> before = attributions(sql, people);
        done(sql, batch);
        storeDecisions(sql, batch, at);
        dirtyReferred(sql, batch, before, dirty);
        appendStages(sql, batch, at);
        replaceTimers(sql, batch, people);
        appendOutcomes(sql, batch, at);
        new PendingBatch(sql, surrogateKeys, batch).replace();
        dirty.write(sql);
    }

    /** People who are gone meanwhile are left out: their survivor is dirty. */
    private List<NumberedDecision> numbered(Sql sql, List<Decided> decided) throws SQLException {
        Map<String, Long> people = new HashMap<>();
        sql.list(
                "select id, no from person where id = any(?::text[]) and survivor_no is null",
                row -> people.put(row.text(1), row.number(2)),
                decided.stream().map(each -> each.decision().person()).toList());
        Set<SourceRef> refs = new HashSet<>();
        for (Decided each : decided) {
            refs.add(each.decision().work().active());
            each.decision().work().owner().ifPresent(refs::add);
            each.pending().forEach(pending -> refs.add(pending.on()));
            each.actions().forEach(action -> refs.add(action.on()));
        }
        Map<SourceRef, Long> numbers = surrogateKeys.lockedAndNumbered(sql, refs);
        List<NumberedDecision> batch = new ArrayList<>();
        for (Decided each : decided) {
            Long person = people.get(each.decision().person().value());
            if (person != null) batch.add(new NumberedDecision(person, each, numbers));
        }
        return batch;
    }

    private static void done(Sql sql, List<NumberedDecision> batch) throws SQLException {
        List<Long> people = batch.stream().map(NumberedDecision::person).toList();
        sql.update(
                """
                delete from dirty_person d using unnest(?::bigint[], ?::bigint[]) done(person_no, generation)
                where d.person_no = done.person_no and d.generation = done.generation
                """,
                people,
                batch.stream().map(each -> each.decided().generation()).toList());
        // Changed meanwhile: free for the next claim.
        sql.update(
                "update dirty_person set claimed_by = null, claimed_epoch = null where person_no = any(?::bigint[])",
                people);
    }

    private static Map<Long, Attribution> attributions(Sql sql, List<Long> people) throws SQLException {
        Map<Long, Attribution> attributions = new HashMap<>();
        sql.list(
                "select person_no, attribution from decision where person_no = any(?::bigint[])",
                row -> attributions.put(row.number(1), Json.read(row.text(2), Attribution.class)),
                people);
        return attributions;
    }

    /**
     * Whoever was referred by somebody whose attribution changed inherits another source. Asked after the decisions are
     * stored: a referral that this very batch suggested stands nowhere before.
     */
    private static void dirtyReferred(
            Sql sql, List<NumberedDecision> batch, Map<Long, Attribution> before, DirtyMarks dirty)
            throws SQLException {
        List<NumberedDecision> changed = batch.stream()
                .filter(each -> !each.decision().attribution().equals(before.get(each.person())))
                .toList();
        if (changed.isEmpty()) return;
        List<Long> themselves = changed.stream().map(NumberedDecision::person).toList();
        // Also those of this very batch: they were decided with what their referrer's attribution was before it.
        dirty.people(sql.numbers(
                "select person_no from decision where referrer = any(?::text[])",
                changed.stream().map(each -> each.decision().person()).toList()));
        List<Long> linked = sql.numbers("""
                select l.record_no from record far
                join record_link l on l.far_no = far.no and l.role = 'REFERRED_BY'
                where far.person_no = any(?::bigint[])
                """, themselves);
        dirty.people(RecordOwners.of(sql, linked));
    }

    private static void storeDecisions(Sql sql, List<NumberedDecision> batch, Instant at) throws SQLException {
        sql.update("""
                create temporary table if not exists decision_in (like decision including defaults) on commit delete rows
                """);
        CopyRows.into(
                sql,
                "decision_in (person_no, name, stage, score, origin, original_source, original_campaign, referrer,"
                        + " active_no, owner_no, decision, attribution, won, valid_until, inputs_hash, decided_at)",
                rows -> {
                    for (NumberedDecision each : batch) write(rows, each, at);
                });
        sql.update("""
                insert into decision select * from decision_in
                on conflict (person_no) do update set
                    name = excluded.name, stage = excluded.stage, score = excluded.score, origin = excluded.origin,
                    original_source = excluded.original_source, original_campaign = excluded.original_campaign,
                    referrer = excluded.referrer, active_no = excluded.active_no, owner_no = excluded.owner_no,
                    decision = excluded.decision, attribution = excluded.attribution, won = excluded.won,
                    valid_until = excluded.valid_until, inputs_hash = excluded.inputs_hash,
                    decided_at = excluded.decided_at
                """);
    }

    private static void write(CopyRows rows, NumberedDecision each, Instant at) throws SQLException {
        Decision decision = each.decision();
        Attribution attribution = decision.attribution();
        rows.add(each.person()).add(each.decided().name());
        rows.addText(decision.stage().map(Enum::name)).add(decision.score().value());
        rows.add(attribution.origin()).add(attribution.originalSource()).add(attribution.originalCampaign());
        rows.addText(attribution.referral().map(referral -> referral.by().value()));
        rows.add(each.number(decision.work().active()));
        rows.addNumber(decision.work().owner().map(each::number).orElse(null));
        rows.add(Json.write(decision))
                .add(Json.write(attribution))
                .add(each.decided().won().toPlainString());
        rows.add(decision.validUntil()).add(decision.inputsHash()).add(at).end();
    }

    private static void appendStages(Sql sql, List<NumberedDecision> batch, Instant at) throws SQLException {
        List<List<Object>> entries = new ArrayList<>();
        for (NumberedDecision each : batch) {
            for (StageEntry entry : each.decision().entered()) entries.add(List.of(each.person(), entry));
        }
        if (entries.isEmpty()) return;
        sql.update("""
                create temporary table if not exists stage_entry_in (like stage_entry) on commit delete rows
                """);
        CopyRows.into(
                sql,
                "stage_entry_in (person_no, stage, cycle, at, evidence, source, policy_version, recorded_at)",
                rows -> {
                    for (List<Object> pair : entries) {
                        StageEntry entry = (StageEntry) pair.get(1);
                        rows.add((Long) pair.get(0))
                                .add(entry.stage())
                                .add(entry.cycle())
                                .add(entry.at());
                        rows.add(entry.evidence()).add(entry.source().toString());
                        rows.add(entry.policyVersion()).add(at).end();
                    }
                });
        sql.update("insert into stage_entry select * from stage_entry_in on conflict do nothing");
    }

    private static void replaceTimers(Sql sql, List<NumberedDecision> batch, List<Long> people) throws SQLException {
        sql.update("delete from sla_timer where person_no = any(?::bigint[])", people);
        CopyRows.into(
                sql,
                "sla_timer (person_no, kind, position, status, started_at, warn_at, due_at, met_at, owner_no)",
                rows -> {
                    for (NumberedDecision each : batch) {
                        List<SlaTimer> timers = each.decision().timers();
                        for (int i = 0; i < timers.size(); i++) {
                            SlaTimer timer = timers.get(i);
                            rows.add(each.person()).add(timer.kind()).add(i).add(timer.status());
                            rows.add(timer.startedAt()).add(timer.warnAt()).add(timer.dueAt());
                            rows.addInstant(timer.metAt());
                            rows.addNumber(each.decision()
                                            .work()
                                            .owner()
                                            .map(each::number)
                                            .orElse(null))
                                    .end();
                        }
                    }
                });
    }

    private static void appendOutcomes(Sql sql, List<NumberedDecision> batch, Instant at) throws SQLException {
        if (batch.stream().allMatch(each -> each.decided().outcomes().isEmpty())) return;
        sql.update("""
                create temporary table if not exists outcome_in (
                    person_no bigint, key text, kind text, at timestamptz, recorded_at timestamptz, fact jsonb)
                on commit delete rows
                """);
        CopyRows.into(sql, "outcome_in (person_no, key, kind, at, recorded_at, fact)", rows -> {
            for (NumberedDecision each : batch) {
                for (FunnelEvent outcome : each.decided().outcomes()) {
                    rows.add(each.person()).add(outcome.key()).add(outcome.kind());
                    rows.add(outcome.at()).add(at).add(Json.write(outcome)).end();
                }
            }
        });
        // What somebody who became this person brought along is known.
        sql.update("""
                insert into outcome (person_no, key, kind, at, recorded_at, fact)
                select n.person_no, n.key, n.kind, n.at, n.recorded_at, n.fact from outcome_in n
                where not exists (select from outcome o where o.person_no = n.person_no and o.key = n.key)
                    and not exists (
                        select from person gone join outcome o on o.person_no = gone.no
                        where gone.survivor_no = n.person_no and o.key = n.key)
                on conflict (person_no, key) do nothing
                """);
    }
}
