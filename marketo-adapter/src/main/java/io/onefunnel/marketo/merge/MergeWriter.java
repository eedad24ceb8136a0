package io.onefunnel.marketo.merge;

import io.onefunnel.marketo.client.Expected;
import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.pull.MergeHistory;
import io.onefunnel.marketo.write.BatchSender;
import io.onefunnel.marketo.write.FieldWriter;
import io.onefunnel.marketo.write.MarketoWriter;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.SetFields;
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
public final class MergeWriter extends MarketoWriter<Merge> {
    // Error 1080 above 25 losers: "Leads", "Merge".
    private static final int MOST_LOSERS = 25;

    private final MarketoClient client;
    private final LeadReader reader;
    private final boolean mergeInCrm;
    private final FieldWriter fieldWriter;
    private final BatchSender batches;
    private final MergeHistory history;

    /** @param mergeInCrm whether a merge is passed on to a natively synced Salesforce */
    public MergeWriter(
            MarketoConnection connection, FieldWriter fieldWriter, MergeHistory history, boolean mergeInCrm) {
        this.client = connection.merging();
        this.reader = connection.leads();
        this.mergeInCrm = mergeInCrm;
        this.fieldWriter = fieldWriter;
        this.batches = new BatchSender(client);
        this.history = history;
    }

    @Override
    public int batchSize() {
        return 1;
    }

    @Override
    protected List<WriteResult> written(List<Merge> commands) {
        List<List<Merge>> single = commands.stream().map(List::of).toList();
        return batches.oneByOne(single, batch -> List.of(merge(batch.get(0))));
    }

    @Override
    protected List<WriteResult> settled(List<Merge> unknown) {
        return unknown.stream().map(this::settled).toList();
    }

    private WriteResult settled(Merge merge) {
        Standing standing = standing(merge);
        return standing.isMerged() ? written(merge, standing) : new WriteResult.NotApplied(merge.on());
    }

    private WriteResult merge(Merge merge) {
        Standing standing = standing(merge);
        if (standing.isMerged()) return new WriteResult.Unchanged(merge.on());
        if (!standing.alive().contains(merge.on().id()) || !standing.deleted().isEmpty()) {
            return new WriteResult.Rejected(merge.on(), AdapterErrorCode.RECORD_GONE, "a lead of this merge is gone");
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
            Optional<Standing> now = standingAfter(merge);
            if (now.isEmpty()) return new WriteResult.Unknown(merge.on());
            Standing between = now.get();
            winner = history.survivor(winner);
            left.retainAll(between.alive());
            left.remove(winner);
        }
        return standingAfter(merge)
                .filter(Standing::isMerged)
                .map(after -> written(merge, after))
                .orElseGet(() -> new WriteResult.Unknown(merge.on()));
    }

    /** Empty where it cannot be read: leads were merged by then, which no refusal of a read may deny. */
    private Optional<Standing> standingAfter(Merge merge) {
        try {
            return Optional.of(standing(merge));
        } catch (RefusedException unread) {
            return Optional.empty();
        }
    }

    /** Empty when these losers were merged. After a first part, a refusal leaves the merge half done: settle it. */
    private Optional<WriteResult> mergeSome(Merge merge, String winner, List<String> losers, boolean partDone) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("leadIds", String.join(",", losers));
        query.put("mergeInCRM", Boolean.toString(mergeInCrm));
        try {
            client.post(
                    "merge leads",
                    MarketoClient.Effect.APPENDS,
                    Expected.SUCCESS,
                    "rest/v1/leads/" + winner + "/merge.json",
                    query,
                    null);
            return Optional.empty();
        } catch (RefusedException refused) {
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
        return fieldWriter.setForMerge(winning).filter(outcome -> !(outcome instanceof WriteResult.Written));
    }

    private WriteResult written(Merge merge, Standing standing) {
        String survivor = standing.alive().iterator().next();
        Optional<SourceRef> other = survivor.equals(merge.on().id())
                ? Optional.empty()
                : Optional.of(new SourceRef(merge.on().connection(), RecordKind.PERSON, survivor));
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
