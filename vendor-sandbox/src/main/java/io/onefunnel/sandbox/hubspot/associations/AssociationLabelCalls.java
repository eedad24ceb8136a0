package io.onefunnel.sandbox.hubspot.associations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.AssociationTypes;
import io.onefunnel.sandbox.hubspot.store.AssociationTypes.AssociationType;
import java.util.List;

/** The labels that links of two object types may carry: listed, made, renamed and deleted. */
final class AssociationLabelCalls {
    private final AssociationTypes types;

    AssociationLabelCalls(AssociationTypes types) {
        this.types = types;
    }

    Reply list(ObjectKind from, ObjectKind to) {
        return of(types.of(from, to));
    }

    Reply create(ObjectKind from, ObjectKind to, Request request) {
        JsonNode body = request.body();
        return of(types.create(
                from,
                to,
                body.path("label").asText(),
                body.path("name").asText(),
                body.hasNonNull("inverseLabel") ? body.path("inverseLabel").asText() : null));
    }

    Reply rename(ObjectKind from, ObjectKind to, Request request) {
        JsonNode body = request.body();
        types.rename(
                from,
                to,
                body.path("associationTypeId").asInt(),
                body.path("label").asText());
        return Reply.noContent();
    }

    Reply delete(ObjectKind from, ObjectKind to, String id) {
        types.remove(from, to, (int) Request.id(id));
        return Reply.noContent();
    }

    private static Reply of(List<AssociationType> shown) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        shown.forEach(type -> results.add(type.json()));
        return Reply.ok(body);
    }
}
