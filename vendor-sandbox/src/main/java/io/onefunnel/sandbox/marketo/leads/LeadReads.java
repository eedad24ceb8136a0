package io.onefunnel.sandbox.marketo.leads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.programs.MemberReads;
import io.onefunnel.sandbox.marketo.programs.Memberships;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Get Lead by Id, Get Leads by Filter Type, and the three ways to ask for the schema. */
public final class LeadReads {
    // The default fields: "Leads", "Query".
    private static final List<String> USUAL = List.of("id", "email", "updatedAt", "createdAt", "lastName", "firstName");
    private static final int MOST_FILTER_VALUES = 300;
    private static final int MOST_HITS = 1000;

    private final LeadDatabase database;
    private final InstanceSettings settings;

    public LeadReads(LeadDatabase database, InstanceSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Adds the endpoints that read leads; {@code members} knows who is in a program. */
    public void serve(Routes routes, MemberReads members) {
        routes.on("GET", "rest/v1/leads/describe.json", "describe leads", this::describe)
                .on("GET", "rest/v1/leads/describe2.json", "describe leads", this::describe2)
                .on("GET", "rest/v1/leads.json", "leads by filter", this::byFilter)
                .on("GET", "rest/v1/lead/{leadId}.json", "lead by id", this::byId)
                .on("POST", "rest/v1/leads/{leadId}/associate.json", "associate lead", this::associate)
                .on(
                        "GET",
                        "rest/v1/leads/programs/{programId}.json",
                        "leads of program",
                        call -> ofProgram(call, members));
    }

    private HttpAnswer byId(ApiCall call) {
        int id = call.id("leadId");
        Lead lead = database.leads().find(id).orElseThrow(() -> new Refusal("1004", "Lead '" + id + "' not found"));
        return Replies.result(call, shape(lead, fields(call)));
    }

    private HttpAnswer byFilter(ApiCall call) {
        String type = call.required("filterType");
        SchemaField field = database.schema()
                .find(type)
                .filter(SchemaField::searchable)
                .orElseThrow(() -> new Refusal("1003", "Invalid filterType '" + type + "'"));
        call.required("filterValues");
        List<String> values = call.list("filterValues");
        if (values.size() > MOST_FILTER_VALUES) throw new Refusal("1003", "Too many filter values, at most 300");
        Map<Integer, Lead> hits = new LinkedHashMap<>();
        for (String value : values) {
            for (Lead lead : database.leads().by(field.name(), value)) hits.putIfAbsent(lead.id(), lead);
        }
        if (hits.size() > MOST_HITS) throw new Refusal("1003", "Too many results match the filter");
        List<String> fields = fields(call);
        return Replies.page(call, Page.of(call, List.copyOf(hits.values()), lead -> shape(lead, fields)));
    }

    /** Get Leads by Program Id: each lead with its membership. */
    private HttpAnswer ofProgram(ApiCall call, MemberReads members) {
        Map<Integer, Memberships.Member> found = members.of(call.id("programId"));
        List<String> fields = fields(call);
        return Replies.page(call, Page.of(call, List.copyOf(found.entrySet()), each -> {
            Lead lead = database.leads().find(each.getKey()).orElseThrow();
            ObjectNode shape = shape(lead, fields);
            shape.set("membership", members.membership(lead.id(), each.getValue()));
            return shape;
        }));
    }

    /** The fields a call asks for, or the usual six. */
    public List<String> fields(ApiCall call) {
        List<String> asked = call.list("fields");
        if (asked.isEmpty()) return USUAL;
        database.schema().requireReadable(asked);
        return asked;
    }

    public ObjectNode shape(Lead lead, List<String> fields) {
        ObjectNode shape = Replies.object().put("id", lead.id());
        for (String name : fields) shape.set(name, database.schema().get(name).shown(lead.get(name)));
        return shape;
    }

    private HttpAnswer describe(ApiCall call) {
        return Replies.result(
                call, database.schema().all().stream().map(LeadReads::described).toList());
    }

    private HttpAnswer describe2(ApiCall call) {
        boolean nativeSync = settings.on("nativeSync");
        ObjectNode api = Replies.object().put("name", "API Lead");
        ArrayNode searchable = api.putArray("searchableFields");
        ArrayNode fields = api.putArray("fields");
        for (SchemaField field : database.schema().all()) {
            if (field.searchable()) searchable.addArray().add(field.name());
            ObjectNode shape = fields.addObject()
                    .put("name", field.name())
                    .put("displayName", field.displayName())
                    .put("dataType", field.dataType());
            field.length().ifPresent(length -> shape.put("length", length));
            shape.put("updateable", !field.readOnly()).put("crmManaged", nativeSync && field.crmManaged());
        }
        return Replies.result(call, api);
    }

    /** Ties a browser's cookie to a lead, so that its visits become the lead's. */
    private HttpAnswer associate(ApiCall call) {
        String cookie = call.required("cookie");
        int id = call.id("leadId");
        Lead lead = database.leads().find(id).orElseThrow(() -> new Refusal("1004", "Lead '" + id + "' not found"));
        // As Munchkin makes them: "id:284-RPR-133&token:_mch-...": "Associate Lead".
        if (!cookie.contains("token:")) throw new Refusal("1012", "Invalid cookie value");
        database.leads().set(lead, "cookies", cookie);
        return Replies.success(call);
    }

    private static ObjectNode described(SchemaField field) {
        ObjectNode shape = Replies.object()
                .put("id", field.id())
                .put("displayName", field.displayName())
                .put("dataType", field.dataType());
        field.length().ifPresent(length -> shape.put("length", length));
        shape.putObject("rest").put("name", field.name()).put("readOnly", field.readOnly());
        return shape;
    }
}
