package io.onefunnel.salesforce.merge;

import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.MergeRequest;
import com.sforce.soap.partner.MergeResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SalesforceRetryPolicies;
import io.onefunnel.salesforce.client.SoapAnswers;
import io.onefunnel.salesforce.client.UnknownOutcomeException;
import io.onefunnel.salesforce.write.RowError;
import io.onefunnel.salesforce.write.SObjectBuilder;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.salesforce.write.WriteHeaders;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges. The vendor takes two losers at a time, so more of them become requests with the same master, in order. Before
 * anything is sent the losers are read: what was merged before is left out, so that repeating a merge completes it.
 */
public final class MergeWriter implements CommandWriter<Merge> {
    // Up to three records in a request, the master included: merge(), SOAP API guide.
    private static final int MOST_LOSERS = 2;
    // Up to 200 requests in a call: SOAP API Call Limits.
    private static final int MOST_REQUESTS = 200;
    private static final int MOST_HOPS = 50;

    private record Request(Merge merge, MergeRequest content) {}

    private final WriteContext context;
    private final SObjectBuilder builder;

    public MergeWriter(WriteContext context) {
        this.context = context;
        this.builder = new SObjectBuilder(context.schema());
    }

    @Override
    public int batchSize() {
        return MOST_REQUESTS;
    }

    @Override
    public List<WriteResult> write(List<Merge> commands) {
        if (commands.isEmpty()) return List.of();
        Map<SourceRef, Change> held = losers(commands);
        Map<Merge, WriteResult> outcomes = new LinkedHashMap<>();
        List<Request> requests = new ArrayList<>();
        for (Merge command : commands) plan(command, held, requests, outcomes);
        boolean first = true;
        for (List<Request> batch : Chunks.of(requests, MOST_REQUESTS)) {
            send(batch, outcomes, first);
            first = false;
        }
        return commands.stream()
                .map(command -> outcomes.getOrDefault(command, WriteResult.Written.of(command.on())))
                .toList();
    }

    @Override
    public List<WriteResult> settle(List<Merge> unknown) {
        if (unknown.isEmpty()) return List.of();
        Map<SourceRef, Change> held = losers(unknown);
        List<WriteResult> outcomes = new ArrayList<>();
        for (Merge command : unknown) {
            boolean all = command.losers().stream().allMatch(loser -> isIn(command.on(), loser, held));
            // Merged in part is not applied: sending it again completes it.
            outcomes.add(all ? WriteResult.Written.of(command.on()) : new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    private void plan(
            Merge command, Map<SourceRef, Change> held, List<Request> requests, Map<Merge, WriteResult> outcomes) {
        List<SourceRef> open = new ArrayList<>();
        for (SourceRef loser : command.losers()) {
            if (isIn(command.on(), loser, held)) continue;
            if (!(held.get(loser) instanceof Change.Present)) {
                outcomes.put(
                        command,
                        new WriteResult.Rejected(
                                command.on(),
                                AdapterErrorCode.RECORD_GONE,
                                loser.id() + " is deleted or merged elsewhere"));
                return;
            }
            if (!RecordIds.prefix(loser.id())
                    .equals(RecordIds.prefix(command.on().id()))) {
                outcomes.put(
                        command,
                        new WriteResult.Rejected(
                                command.on(),
                                AdapterErrorCode.MERGE_REFUSED,
                                "a Lead and a Contact cannot be merged: convert the lead into the contact"));
                return;
            }
            open.add(loser);
        }
        if (open.isEmpty()) {
            outcomes.put(command, new WriteResult.Unchanged(command.on()));
            return;
        }
        SObjectBuilder.Draft master = builder.setting(command.on(), command.winning());
        if (master.refusal().isPresent()) {
            outcomes.put(command, master.refusal().get());
            return;
        }
        SObject record = master.record().orElseThrow();
        for (List<SourceRef> losers : Chunks.of(open, MOST_LOSERS)) {
            MergeRequest request = new MergeRequest();
            request.setMasterRecord(record);
            request.setRecordToMergeIds(losers.stream().map(SourceRef::id).toArray(String[]::new));
            requests.add(new Request(command, request));
            // The winning values are set once.
            record = new SObject(record.getType());
            record.setId(command.on().id());
        }
    }

    private void send(List<Request> batch, Map<Merge, WriteResult> outcomes, boolean first) {
        List<MergeResult> results;
        try {
            results = merged(batch);
        } catch (UnknownOutcomeException e) {
            for (Request each : batch) {
                outcomes.putIfAbsent(
                        each.merge(), new WriteResult.Unknown(each.merge().on()));
            }
            return;
        } catch (AdapterException e) {
            boolean ofContent = ErrorScope.isOfContent(e);
            if (ofContent && batch.size() > 1) {
                // A value of one of them, and the org does not say of which.
                for (List<Request> half : Chunks.of(batch, (batch.size() + 1) / 2)) send(half, outcomes, false);
                return;
            }
            if (first && !ofContent) throw e;
            for (Request each : batch) outcomes.putIfAbsent(each.merge(), after(each.merge(), e));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            Request request = batch.get(i);
            MergeResult result = results.get(i);
            if (result.isSuccess()) continue;
            Error error = result.getErrors()[0];
            boolean locked = RowError.of(error) == RowError.LOCKED;
            Optional<WriteResult> failed = locked
                    ? alone(request)
                    : Optional.of(RowError.rejected(request.merge().on(), error));
            failed.ifPresent(outcome -> outcomes.putIfAbsent(request.merge(), outcome));
        }
    }

    /** Empty when it went through in the end. */
    private Optional<WriteResult> alone(Request request) {
        SourceRef on = request.merge().on();
        Backoff.Attempts attempts = context.client().attempts(SalesforceRetryPolicies.LOCKED_ROWS, "merge");
        while (attempts.again(SalesforceRetryPolicies.LOCKED)) {
            try {
                MergeResult result = merged(List.of(request)).get(0);
                if (result.isSuccess()) return Optional.empty();
                Error error = result.getErrors()[0];
                if (RowError.of(error) != RowError.LOCKED) return Optional.of(RowError.rejected(on, error));
            } catch (UnknownOutcomeException e) {
                return Optional.of(new WriteResult.Unknown(on));
            } catch (AdapterException e) {
                return Optional.of(after(request.merge(), e));
            }
        }
        return Optional.of(new WriteResult.Deferred(on, context.later()));
    }

    private List<MergeResult> merged(List<Request> batch) {
        MergeRequest[] requests = batch.stream().map(Request::content).toArray(MergeRequest[]::new);
        return List.of(context.client().write("merge", soap -> {
            WriteHeaders.set(soap);
            return SoapAnswers.merged(requests.length, soap.merge(requests));
        }));
    }

    private WriteResult after(Merge merge, AdapterException e) {
        if (ErrorScope.isTemporary(e)) return new WriteResult.Deferred(merge.on(), context.later(e));
        AdapterErrorCode code = ErrorScope.isOfContent(e) ? AdapterErrorCode.RECORD_INVALID : e.code();
        return new WriteResult.Rejected(merge.on(), code, String.valueOf(e.getMessage()));
    }

    /** The losers, and whom they were merged into, until the chains end. */
    private Map<SourceRef, Change> losers(List<Merge> commands) {
        Map<SourceRef, Change> held = new LinkedHashMap<>();
        Set<SourceRef> wanted = new LinkedHashSet<>();
        commands.forEach(command -> wanted.addAll(command.losers()));
        Set<SourceRef> masters = new LinkedHashSet<>();
        commands.forEach(command -> masters.add(command.on()));
        for (int hops = 0; !wanted.isEmpty() && hops < MOST_HOPS; hops++) {
            Map<SourceRef, Change> read = context.records().byRef(wanted);
            held.putAll(read);
            wanted.clear();
            for (Change change : read.values()) {
                if (!(change instanceof Change.MergedInto merged)) continue;
                boolean known = masters.contains(merged.survivor()) || held.containsKey(merged.survivor());
                if (!known) wanted.add(merged.survivor());
            }
        }
        return held;
    }

    /** Whether a loser has become the survivor, by whatever steps. */
    private static boolean isIn(SourceRef survivor, SourceRef loser, Map<SourceRef, Change> held) {
        SourceRef at = loser;
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            if (!(held.get(at) instanceof Change.MergedInto merged)) return false;
            if (merged.survivor().equals(survivor)) return true;
            at = merged.survivor();
        }
        return false;
    }
}
