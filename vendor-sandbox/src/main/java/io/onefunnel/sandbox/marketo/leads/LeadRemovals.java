package io.onefunnel.sandbox.marketo.leads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.crm.CrmObjects;
import io.onefunnel.sandbox.marketo.programs.Memberships;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.marketo.store.Origin;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merge Leads and Delete Leads: neither can be undone. */
public final class LeadRemovals {
    // Error 1080 above that, enforced from 31 March 2026: "Leads", "Merge".
    private static final int MOST_LOSERS = 25;

    private final LeadDatabase database;
    private final Memberships memberships;
    private final CrmObjects objects;
    private final InstanceSettings settings;
    private final WriteAudit audit;

    public LeadRemovals(
            LeadDatabase database,
            Memberships memberships,
            CrmObjects objects,
            InstanceSettings settings,
            WriteAudit audit) {
        this.database = database;
        this.memberships = memberships;
        this.objects = objects;
        this.settings = settings;
        this.audit = audit;
    }

    /** Adds the endpoints by which leads go. */
    public void serve(Routes routes) {
        routes.on("DELETE", "rest/v1/leads.json", "delete leads", this::delete)
                .on("POST", "rest/v1/leads/delete.json", "delete leads", this::delete)
                .on("POST", "rest/v1/leads/{leadId}/merge.json", "merge leads", this::merge);
    }

    private HttpAnswer merge(ApiCall call) {
        int winnerId = call.id("leadId");
        List<Integer> loserIds = loserIds(call);
        Map<String, String> sent = Map.of("leadIds", loserIds.toString());
        int survivor = database.leads().survivor(winnerId);
        if (loserIds.stream().allMatch(id -> id != survivor && database.leads().survivor(id) == survivor)) {
            audit.wrote(database.now(), "merge", "lead", Integer.toString(winnerId), sent, true);
        }
        Lead winner = lead(winnerId);
        List<Lead> losers = loserIds.stream().map(this::lead).toList();
        if (losers.contains(winner)) throw new Refusal("1003", "A lead cannot be merged with itself");
        boolean inCrm = settings.on("nativeSync")
                && call.parameter("mergeInCRM").map(Boolean::parseBoolean).orElse(false);
        mergeNow(winner, losers, Origin.api("mergeLeads", call.requestId()), inCrm);
        audit.wrote(database.now(), "merge", "lead", Integer.toString(winnerId), sent, false);
        return Replies.success(call);
    }

    private HttpAnswer delete(ApiCall call) {
        List<Integer> ids = new ArrayList<>();
        call.list("id").forEach(id -> ids.add(Integer.parseInt(id)));
        if (ids.isEmpty())
            for (JsonNode each : call.input()) ids.add(each.path("id").asInt());
        List<ObjectNode> rows = new ArrayList<>();
        for (int id : ids) rows.add(delete(id, Origin.api("deleteLead", call.requestId())));
        return Replies.result(call, rows);
    }

    /** Merges, and returns who survived: under a native sync the CRM has the last word. */
    public Lead mergeNow(Lead named, List<Lead> others, Origin origin, boolean inCrm) {
        List<Lead> all = new ArrayList<>(List.of(named));
        all.addAll(others);
        Lead survivor = settings.on("nativeSync") ? survivor(all) : named;
        all.remove(survivor);
        for (Lead loser : all) {
            memberships.move(loser.id(), survivor.id());
            objects.moveRoles(loser.id(), survivor.id());
        }
        database.merge(survivor, all, origin, inCrm, settings.on("mergeLosersInDeleted"));
        return survivor;
    }

    /**
     * A contact wins over a lead, and a record that the CRM has over one that it has not, whichever was named: "Leads",
     * "Merge". Between equals the one named first stays.
     */
    private static Lead survivor(List<Lead> all) {
        Lead best = all.get(0);
        for (Lead each : all) if (crmRank(each) > crmRank(best)) best = each;
        return best;
    }

    private static int crmRank(Lead lead) {
        if (lead.get("sfdcContactId") != null) return 2;
        return lead.get("sfdcLeadId") != null ? 1 : 0;
    }

    public void deleteNow(Lead lead, Origin origin) {
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
