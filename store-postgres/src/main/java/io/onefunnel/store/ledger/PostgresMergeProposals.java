package io.onefunnel.store.ledger;

import io.onefunnel.model.MergeProposal;
import io.onefunnel.state.MergeProposals;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.sql.Audit;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.writeback.ProposedMerge;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Proposals by number; deciding one lets its person be decided anew. */
public final class PostgresMergeProposals implements MergeProposals {
    private final Database database;

    public PostgresMergeProposals(Database database) {
        this.database = database;
    }

    private static final String PROPOSALS = "select no, proposal, state, decided_by from merge_proposal ";

    @Override
    public List<ProposedMerge> in(Set<ProposedMerge.State> states) {
        return database.inTransaction(sql -> sql.list(
                PROPOSALS + "where state = any(?::text[]) order by survivor, no",
                PostgresMergeProposals::proposal,
                states));
    }

    @Override
    public Map<ProposedMerge.State, Long> counts() {
        Map<ProposedMerge.State, Long> counts = new EnumMap<>(ProposedMerge.State.class);
        database.inTransaction(sql -> sql.list(
                "select state, count(*) from merge_proposal group by state",
                row -> counts.put(ProposedMerge.State.valueOf(row.text(1)), row.number(2))));
        return counts;
    }

    @Override
    public Optional<ProposedMerge> find(long number) {
        return database.inTransaction(
                sql -> sql.first(PROPOSALS + "where no = ?", PostgresMergeProposals::proposal, number));
    }

    private static ProposedMerge proposal(Sql.Row row) throws SQLException {
        return new ProposedMerge(
                row.number(1),
                Json.read(row.text(2), MergeProposal.class),
                ProposedMerge.State.valueOf(row.text(3)),
                row.optionalText(4));
    }

    @Override
    public void decide(long number, ProposedMerge.State state, String who, Instant at) {
        database.change(sql -> {
            List<Long> person = sql.numbers("""
                    update merge_proposal set state = ?, decided_by = ?, decided_at = ? where no = ?
                    returning person_no
                    """, state, who, at, number);
            if (person.isEmpty()) throw new IllegalArgumentException("there is no proposal " + number);
            Audit.write(sql, at, who, "proposal", Map.of("number", Long.toString(number), "state", state.name()));
            DirtyMarks dirty = new DirtyMarks();
            dirty.people(person);
            dirty.write(sql);
        });
    }
}
