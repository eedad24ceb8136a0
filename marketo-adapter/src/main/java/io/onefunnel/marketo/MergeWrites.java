package io.onefunnel.marketo;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merge Leads. The vendor may let another record win than the one we named ("Leads", "Merge"), so every merge is
 * verified by reading all its records again.
 */
final class MergeWrites implements CommandWriter<Merge> {
    // Error 1080 above 25 losers: "Leads", "Merge".
    private static final int MOST_LOSERS = 25;

    private final MarketoClient client;
    private final LeadReader reader;
    private final MarketoOptions options;
    private final SetFieldsWrites fieldWrites;
    private final Batches batches;
    private final Records records;
    private final MergeHistory history;

    MergeWrites(
            MarketoClient client,
            LeadReader reader,
            MarketoOptions options,
            SetFieldsWrites fieldWrites,
            Batches batches,
            Records records,
            MergeHistory history) {
        this.client = client;
        this.reader = reader;
        this.options = options;
        this.fieldWrites = fieldWrites;
        this.batches = batches;
        this.records = records;
        this.history = history;
    }

    @Override
    public int batchSize() {
        return 1;
    }

    @Override
    public List<WriteResult> write(List<Merge> commands) {
        List<List<Merge>> single = commands.stream().map(List::of).toList();
        return Boundary.cross(() -> batches.oneByOne(single, batch -> List.of(merge(batch.get(0)))));
    }

    @Override
    public List<WriteResult> settle(List<Merge> unknown) {
        return Boundary.cross(() -> unknown.stream().map(this::settled).toList());
    }

    private WriteResult settled(Merge merge) {
        Standing standing = standing(merge);
        return standing.isMerged() ? written(merge, standing) : new WriteResult.NotApplied(merge.on());
    }

    private WriteResult merge(Merge merge) {
        Standing standing = standing(merge);
        if (standing.isMerged()) return new WriteResult.Unchanged(merge.on());
        if (!standing.alive().contains(merge.on().id()) || !standing.deleted().isEmpty()) {
            return Batches.rejected(merge.on(), AdapterErrorCode.RECORD_GONE, "a lead of this merge is gone");
        }
        // Values first: a refused one must stop the merge, which cannot be taken back.
        Optional<WriteResult> refused = setWinning(merge);
        if (refused.isPresent()) return refused.get();
        List<String> losers = merge.losers().stream()
                .map(SourceRef::id)
                .filter(standing.alive()::contains)
                .toList();
        String winner = merge.on().id();
        Set<String> left = new LinkedHashSet<>(losers);
        while (!left.isEmpty()) {
            List<String> some = left.stream().limit(MOST_LOSERS).toList();
            boolean first = left.size() == losers.size();
            Optional<WriteResult> failed = mergeSome(merge, winner, some, !first);
            if (failed.isPresent()) return failed.get();
            some.forEach(left::remove);
            if (left.isEmpty()) break;
            // The CRM may have let another record win: the rest is merged into that one.
            Standing between = standing(merge);
            winner = history.survivor(winner);
            left.retainAll(between.alive());
            left.remove(winner);
        }
        Standing after = standing(merge);
        return after.isMerged() ? written(merge, after) : new WriteResult.Unknown(merge.on());
    }

    /** Empty when these losers were merged. After a first part, a refusal leaves the merge half done: settle it. */
    private Optional<WriteResult> mergeSome(Merge merge, String winner, List<String> losers, boolean partDone) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("leadIds", String.join(",", losers));
        query.put("mergeInCRM", Boolean.toString(options.mergeInCrm()));
        try {
            client.post(
                    "merge leads",
                    MarketoClient.Effect.APPENDS,
                    "rest/v1/leads/" + winner + "/merge.json",
                    query,
                    null);
            return Optional.empty();
        } catch (Refused refused) {
            if (partDone) return Optional.of(new WriteResult.Unknown(merge.on()));
            boolean ofThisMerge = refused.code().recovery() == Recovery.SKIP_RECORD
                    || !merge.winning().isEmpty();
            if (!ofThisMerge) throw refused;
            return Optional.of(batches.refused(merge.on(), refused));
        }
    }

    private Optional<WriteResult> setWinning(Merge merge) {
        if (merge.winning().isEmpty()) return Optional.empty();
        SetFields winning = new SetFields(merge.intent(), merge.on(), merge.winning(), Map.of());
        return fieldWrites.setForMerge(winning).filter(outcome -> !(outcome instanceof WriteResult.Written));
    }

    private WriteResult written(Merge merge, Standing standing) {
        String survivor = standing.alive().iterator().next();
        Optional<SourceRef> other =
                survivor.equals(merge.on().id()) ? Optional.empty() : Optional.of(records.person(survivor));
        return new WriteResult.Written(merge.on(), other, Optional.empty());
    }

    /**
     * What became of the leads of a merge.
     *
     * @param deleted gone without having been merged into one of the others
     */
    private record Standing(Set<String> alive, List<String> deleted) {
        boolean isMerged() {
            return alive.size() == 1 && deleted.isEmpty();
        }
    }

    private Standing standing(Merge merge) {
        List<String> ids = new ArrayList<>(List.of(merge.on().id()));
        merge.losers().forEach(loser -> ids.add(loser.id()));
        Set<String> alive = reader.values(ids, List.of("id")).keySet();
        List<String> gone = ids.stream().filter(id -> !alive.contains(id)).toList();
        if (!gone.isEmpty()) history.lookFor(gone);
        return new Standing(
                alive,
                gone.stream()
                        .filter(id -> !alive.contains(history.survivor(id)))
                        .toList());
    }
}
