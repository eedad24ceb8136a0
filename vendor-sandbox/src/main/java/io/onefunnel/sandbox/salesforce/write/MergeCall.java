package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.Merges;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The merge call: each request is a transaction of its own, of one master and at most two losers. */
public final class MergeCall {
    // Up to three records in a request, the master included: merge(), SOAP API guide.
    private static final int MOST_LOSERS = 2;

    public record Request(Sent master, List<String> losers) {}

    /** What became of one request; the row's id is the master's. */
    public record Result(RowResult row, List<String> merged, List<String> moved) {}

    private final OrgStore store;
    private final Writes writes;
    private final Merges merges;
    private final WriteAudit audit;
    private final Faults faults;

    public MergeCall(OrgStore store, Writes writes, Merges merges, WriteAudit audit, Faults faults) {
        this.store = store;
        this.writes = writes;
        this.merges = merges;
        this.audit = audit;
        this.faults = faults;
    }

    public List<Result> merge(List<Request> requests, Writes.Options options) {
        RowFaults rowFaults = RowFaults.due(faults, options.call());
        List<Result> results = new ArrayList<>();
        for (Request request : requests) {
            try {
                rowFaults.strike(request.master().id());
                results.add(one(request, options));
            } catch (RowRefusal refusal) {
                RowResult row = new RowResult(null, false, List.of(refusal.error()));
                results.add(new Result(row, List.of(), List.of()));
            }
        }
        return results;
    }

    private Result one(Request request, Writes.Options options) throws RowRefusal {
        Checks checks = writes.checks();
        ObjectType type = checks.type(request.master().type(), options.access());
        if (!type.mergeable()) {
            throw new RowRefusal("INVALID_TYPE_FOR_OPERATION", "merge is not supported for " + type.name());
        }
        if (request.losers().isEmpty() || request.losers().size() > MOST_LOSERS) {
            throw new RowRefusal("MERGE_FAILED", "merge requires one or two records to merge");
        }
        Row master = checks.existing(type, request.master().id());
        checks.mayEdit(type, master, options.access());
        checks.editable(type, master, options.access());
        List<Row> losers = new ArrayList<>();
        for (String id : request.losers()) losers.add(loser(type, master, id, options.access()));
        Map<Field, @Nullable String> winning = checks.values(type, request.master(), false, options);
        writes.auditSet(type, master, winning);
        List<String> moved = merges.merge(type, master, losers, winning, options.user());
        List<String> merged = losers.stream().map(Row::id).toList();
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("recordToMergeIds", String.join(",", merged));
        audit.wrote(store.clock().instant(), "merge", type.name(), master.id(), sent, false);
        return new Result(RowResult.done(master.id(), false), merged, moved);
    }

    private Row loser(ObjectType type, Row master, String id, Access access) throws RowRefusal {
        if (!Ids.wellFormed(id)
                || !store.schema().typeOfId(id).map(type::equals).orElse(false)) {
            throw new RowRefusal("MALFORMED_ID", "bad id in recordsToMerge: " + id);
        }
        if (Ids.to18(id).equals(master.id())) {
            throw new RowRefusal("MERGE_FAILED", "a record cannot be merged with itself");
        }
        Row row = writes.checks().existing(type, id);
        // The loser is deleted: merge() needs the delete right on it.
        writes.checks().mayDelete(type, row, access);
        writes.checks().notConverted(type, row, access);
        return row;
    }
}
