package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merge Leads and Delete Leads: neither can be undone. */
final class LeadRemovals {
    // Error 1080 above that, enforced from 31 March 2026: "Leads", "Merge".
    private static final int MOST_LOSERS = 25;

    private final LeadDatabase database;
    private final Memberships memberships;
    private final Settings settings;
    private final WriteAudit audit;

    LeadRemovals(LeadDatabase database, Memberships memberships, Settings settings, WriteAudit audit) {
        this.database = database;
        this.memberships = memberships;
        this.settings = settings;
        this.audit = audit;
    }

    HttpAnswer merge(ApiCall call) {
        int winnerId = call.id("leadId");
        List<Integer> loserIds = loserIds(call);
        Map<String, String> sent = Map.of("leadIds", loserIds.toString());
        if (loserIds.stream().allMatch(id -> id != winnerId && database.leads().survivor(id) == winnerId)) {
            audit.wrote(database.now(), "merge", "lead", Integer.toString(winnerId), sent, true);
        }
        Lead winner = lead(winnerId);
        List<Lead> losers = loserIds.stream().map(this::lead).toList();
        if (losers.contains(winner)) throw new Refusal("1003", "A lead cannot be merged with itself");
        mergeNow(winner, losers, Origin.api("mergeLeads", call.requestId()));
        audit.wrote(database.now(), "merge", "lead", Integer.toString(winnerId), sent, false);
        return Replies.success(call);
    }

    HttpAnswer delete(ApiCall call) {
        List<Integer> ids = new ArrayList<>();
        call.list("id").forEach(id -> ids.add(Integer.parseInt(id)));
        if (ids.isEmpty())
            for (JsonNode each : call.input()) ids.add(each.path("id").asInt());
        List<ObjectNode> rows = new ArrayList<>();
        for (int id : ids) rows.add(delete(id, Origin.api("deleteLead", call.requestId())));
        return Replies.result(call, rows);
    }

    void mergeNow(Lead winner, List<Lead> losers, Origin origin) {
        losers.forEach(loser -> memberships.move(loser.id(), winner.id()));
        database.merge(winner, losers, origin, settings.on("mergeLosersInDeleted"));
    }

    void deleteNow(Lead lead, Origin origin) {
        memberships.drop(lead.id());
        database.delete(lead, origin);
    }

    private ObjectNode delete(int id, Origin origin) {
        ObjectNode row = Replies.object().put("id", id);
        if (database.leads().find(id).isEmpty()) {
            return Replies.skipped(row, new SkippedRow("1004", "Lead not found"), "reasons");
        }
        deleteNow(lead(id), origin);
        audit.wrote(database.now(), "delete", "lead", Integer.toString(id), Map.of(), false);
        return row.put("status", "deleted");
    }

    private List<Integer> loserIds(ApiCall call) {
        Set<Integer> ids = new LinkedHashSet<>();
        try {
            call.list("leadId").forEach(id -> ids.add(Integer.parseInt(id)));
            call.list("leadIds").forEach(id -> ids.add(Integer.parseInt(id)));
        } catch (NumberFormatException notAnId) {
            throw new Refusal("1001", "Invalid value for 'leadIds'. Required of type 'Integer'");
        }
        if (ids.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'leadId'");
        if (ids.size() > MOST_LOSERS) throw new Refusal("1080", "Number of losing leads exceeds the limit of 25");
        return List.copyOf(ids);
    }

    private Lead lead(int id) {
        return database.leads().find(id).orElseThrow(() -> new Refusal("1004", "Lead '" + id + "' not found"));
    }
}
