package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.Merges;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.vendor.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The merge call: each request is a transaction of its own, of one master and at most two losers. */
public final class MergeCall {
    // Up to three records in a request, the master included: merge(), SOAP API guide.
    private static final int MOST_LOSERS = 2;

    /** @param information choices by name, such as the portal user that stays */
    public record Request(Sent master, List<String> losers, Map<String, String> information) {}

    /** What became of one request; the row's id is the master's. */
    public record Result(RowResult row, List<String> merged, List<String> moved) {}

    private final OrgStore store;
    private final Writes writes;
    private final Merges merges;
    private final Faults faults;

    public MergeCall(OrgStore store, Writes writes, Merges merges, Faults faults) {
        this.store = store;
        this.writes = writes;
        this.merges = merges;
        this.faults = faults;
    }

    public List<Result> merge(List<Request> requests, Writes.Options options) {
        RowFaults rowFaults = RowFaults.due(faults, options.call());
        List<Result> results = new ArrayList<>();
        for (Request request : requests) {
            results.add(store.transaction(
                    () -> attempt(request, rowFaults, options),
                    result -> result.row().success()));
        }
        return results;
    }

    private Result attempt(Request request, RowFaults rowFaults, Writes.Options options) {
        try {
            rowFaults.strike(request.master().id());
            return one(request, options);
        } catch (RowRefusal refusal) {
            RowResult row = new RowResult(null, false, List.of(refusal.error()));
            return new Result(row, List.of(), List.of());
        }
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
        if (new HashSet<>(request.losers()).size() < request.losers().size()) {
            throw new RowRefusal(
                    "DUPLICATE_VALUE",
                    "duplicate id specified: " + request.losers().get(0));
        }
        for (String id : request.losers()) losers.add(loser(type, master, id, options.access()));
        Map<Field, @Nullable String> winning = checks.values(type, request.master(), false, options);
        checkSameKind(type, master, losers);
        List<Row> all = new ArrayList<>(losers);
        all.add(master);
        if (merges.wouldLoop(type, master, losers, winning)) {
            throw new RowRefusal("MERGE_FAILED", "The merge would make the master record its own superior.");
        }
        List<Row> leaving = type.name().equals("Contact") ? leavingPortalUsers(all, request) : List.of();
        checks.saveable(type, master, winning, new HashSet<>(all), options);
        leaving.forEach(user -> merges.deactivate(user, options.user()));
        writes.auditSet(type, master, winning);
        List<String> moved = merges.merge(type, master, losers, winning, options.user());
        List<String> merged = losers.stream().map(Row::id).toList();
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("recordToMergeIds", String.join(",", merged));
        writes.wrote("merge", type, master, sent, false);
        return new Result(RowResult.done(master.id(), false), merged, moved);
    }

    /** Person accounts merge with person accounts only. */
    private static void checkSameKind(ObjectType type, Row master, List<Row> losers) throws RowRefusal {
        Optional<Field> person = type.field("IsPersonAccount");
        if (person.isEmpty()) return;
        for (Row loser : losers) {
            if (Objects.equals(master.value(person.get()), loser.value(person.get()))) continue;
            throw new RowRefusal("MERGE_FAILED", "person accounts can be merged with person accounts only");
        }
    }

    /** Of several portal users the request names the one that stays: merge(), additionalInformationMap. */
    private List<Row> leavingPortalUsers(List<Row> contacts, Request request) throws RowRefusal {
        List<Row> users = merges.portalUsers(contacts);
        if (users.size() < 2) return List.of();
        String stays = Ids.to18(request.information().getOrDefault("PortalUserId", ""));
        if (users.stream().noneMatch(user -> user.id().equals(stays))) {
            throw new RowRefusal(
                    "PORTAL_USER_ALREADY_EXISTS_FOR_CONTACT",
                    "several of the contacts have a portal user; name the one to keep as PortalUserId");
        }
        return users.stream().filter(user -> !user.id().equals(stays)).toList();
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
