package io.onefunnel.sandbox.hubspot.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.PropertyRules;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lists, reads, creates, changes and archives one object at a time. */
public final class ObjectCalls {
    private static final int MOST_PER_PAGE = 100;
    private static final int MOST_PER_PAGE_WITH_HISTORY = 50;

    private final PortalState state;
    private final ObjectWrites writes;
    private final ObjectJson json;
    private final AssociationWrites links;
    private final AdminRules rules;

    public ObjectCalls(PortalState state, ObjectWrites writes, ObjectJson json, AssociationWrites links) {
        this.state = state;
        this.writes = writes;
        this.json = json;
        this.links = links;
        this.rules = new AdminRules(state.settings());
    }

    Reply list(ObjectTable table, Request request) {
        boolean history = !request.list("propertiesWithHistory").isEmpty();
        int most = history ? MOST_PER_PAGE_WITH_HISTORY : MOST_PER_PAGE;
        int limit = request.number("limit", 10);
        if (limit < 1 || limit > most) throw Refusal.validation("limit must be between 1 and " + most);
        boolean archived = request.flag("archived");
        ObjectNode page = Json.object();
        ArrayNode results = page.putArray("results");
        long last = 0;
        boolean more = false;
        for (CrmObject object :
                table.rows(archived).tailMap(request.after().orElse(0L), true).values()) {
            if (results.size() == limit) {
                more = true;
                break;
            }
            results.add(full(table, object, request));
            last = object.id();
        }
        // Recorded: the token of the next page is the last id plus one.
        if (more) Paging.next(page, request, Long.toString(last + 1));
        return Reply.ok(page);
    }

    Reply read(ObjectTable table, Request request, String id) {
        return Reply.ok(full(table, find(table, request, id), request));
    }

    Reply create(ObjectTable table, Request request) {
        JsonNode input = request.body();
        Map<String, String> kept = PropertyRules.kept(table.properties(), ObjectWrites.sent(input));
        checkCreate(table, request, input, kept);
        return Reply.created(json(table, created(table, input, kept)));
    }

    /** Refuses what cannot become an object; nothing is written. */
    void checkCreate(ObjectTable table, Request request, JsonNode input, Map<String, String> kept) {
        writes.checkCreate(table, kept);
        links.check(table.kind(), input.path("associations"));
        if (table.kind() == ObjectKind.LEADS) Leads.requirePrimary(input.path("associations"));
        rules.check(request, table, null, kept);
    }

    /** Creates one object, checked before, with the associations of its input. */
    CrmObject created(ObjectTable table, JsonNode input, Map<String, String> kept) {
        CrmObject made = writes.create(table, kept);
        links.link(table.kind(), made.id(), input.path("associations"));
        return table.live(made.id()).orElse(made);
    }

    Reply update(ObjectTable table, Request request, String id) {
        CrmObject object = find(table, request, id);
        Map<String, String> kept = PropertyRules.kept(table.properties(), ObjectWrites.sent(request.body()));
        writes.checkUpdate(table, object, kept);
        rules.check(request, table, object, kept);
        return Reply.ok(json(table, writes.update(table, object, kept), kept.keySet()));
    }

    Reply archive(ObjectTable table, String id) {
        table.resolved(Request.id(id)).ifPresent(object -> table.archive(object, state.now()));
        return Reply.noContent();
    }

    /** {@code {objectId, idProperty?}}: gone without a trace, not even in the recycle bin. */
    Reply gdprDelete(ObjectTable table, Request request) {
        JsonNode body = request.body();
        String value = body.path("objectId").asText();
        String property = body.path("idProperty").asText("hs_object_id");
        by(table, property, value).ifPresent(object -> table.erase(object, state.now()));
        return Reply.noContent();
    }

    /** The live object that {@code value} names by {@code property}; old ids do not count. */
    Optional<CrmObject> by(ObjectTable table, String property, String value) {
        if (property.isEmpty() || property.equals("hs_object_id")) return table.live(Request.id(value));
        if (table.properties().uniques().stream()
                .noneMatch(unique -> unique.name().equals(property))) {
            throw Refusal.validation(property + " is not a unique property");
        }
        return table.withUnique(property, value.toLowerCase(Locale.ROOT));
    }

    ObjectNode json(ObjectTable table, CrmObject object) {
        return json.of(table, object, table.values(object).keySet());
    }

    ObjectNode json(ObjectTable table, CrmObject object, Collection<String> asked) {
        return json.of(table, object, List.copyOf(asked));
    }

    private ObjectNode full(ObjectTable table, CrmObject object, Request request) {
        ObjectNode node = json.of(table, object, request.list("properties"));
        json.addHistory(node, table, object, request.list("propertiesWithHistory"));
        json.addAssociations(node, table, object, request);
        return node;
    }

    private CrmObject find(ObjectTable table, Request request, String id) {
        Optional<String> property = request.parameter("idProperty");
        Optional<CrmObject> found =
                property.isPresent() ? by(table, property.get(), id) : table.resolved(Request.id(id));
        if (found.isPresent()) return found.get();
        if (request.flag("archived") && property.isEmpty()) {
            CrmObject gone = table.rows(true).get(Request.id(id));
            if (gone != null) return gone;
        }
        if (table.kind().isActivity()) throw Refusal.htmlNotFound();
        throw Refusal.notFound("Object not found.  objectId are usually numeric.");
    }

    List<String> names(JsonNode body, String field) {
        return new ArrayList<>(Json.texts(body.path(field)));
    }
}
