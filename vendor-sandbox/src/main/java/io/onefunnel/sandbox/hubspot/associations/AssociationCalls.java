package io.onefunnel.sandbox.hubspot.associations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.objects.AssociationWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.PortalState;

/** The links of one object: listed in pages, made with or without a label, removed. */
final class AssociationCalls {
    // The vendor pages long answers; the size of its pages is not documented.
    static final int MOST_PER_PAGE = 500;

    private final PortalState state;
    private final AssociationWrites links;
    private final AssociationJson json;

    AssociationCalls(PortalState state, AssociationWrites links, AssociationJson json) {
        this.state = state;
        this.links = links;
        this.json = json;
    }

    Reply of(ObjectKind from, long id, ObjectKind to, Request request) {
        ObjectNode page = Json.object();
        ArrayNode results = page.putArray("results");
        int limit = Math.min(request.number("limit", MOST_PER_PAGE), MOST_PER_PAGE);
        if (limit < 1) throw Refusal.validation("limit must be between 1 and " + MOST_PER_PAGE);
        long after = request.after().orElse(0L);
        json.links(request, from, state.table(from).survivor(id), to, after, limit, results, page);
        return Reply.ok(page);
    }

    Reply putDefault(ObjectKind from, long id, ObjectKind to, long toId) {
        require(from, id);
        require(to, toId);
        links.associate(from, id, to, toId, AssociationWrites.UNLABELLED);
        ObjectNode body = Json.object().put("status", "COMPLETE");
        body.putArray("results").add(json.unlabelled(from, id, to, toId));
        body.put("startedAt", state.clock().instant().toString());
        body.put("completedAt", state.clock().instant().toString());
        return Reply.ok(body);
    }

    Reply putLabelled(ObjectKind from, long id, ObjectKind to, long toId, Request request) {
        require(from, id);
        require(to, toId);
        links.associate(from, id, to, toId, links.labels(from, to, request.body()));
        return Reply.created(json.labelled(request, from, id, to, toId));
    }

    Reply delete(ObjectKind from, long id, ObjectKind to, long toId) {
        links.unlink(from, id, to, toId);
        return Reply.noContent();
    }

    private void require(ObjectKind kind, long id) {
        if (state.table(kind).live(id).isEmpty()) throw Refusal.validation(AssociationWrites.invalid(kind, id));
    }
}
