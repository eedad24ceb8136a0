package io.onefunnel.sandbox.hubspot.associations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.Links;
import io.onefunnel.sandbox.hubspot.store.PortalState;

/** Links as the API shows them. */
final class AssociationJson {
    private final PortalState state;

    AssociationJson(PortalState state) {
        this.state = state;
    }

    /** Fills {@code list} with the links to objects from {@code after} on; {@code holder} gets the token of the next page. */
    void links(
            Request request,
            ObjectKind from,
            long id,
            ObjectKind to,
            long after,
            int limit,
            ArrayNode list,
            ObjectNode holder) {
        Links links = state.associations().of(from, id, to);
        for (int i = 0; i < links.size(); i++) {
            long toId = links.id(i);
            if (toId < after || state.table(to).live(toId).isEmpty()) continue;
            if (list.size() == limit) {
                Paging.nextLinks(holder, request, from.typeId(), id, to.typeId(), Long.toString(toId));
                return;
            }
            ObjectNode one = id(Json.object(), "toObjectId", toId, request);
            ArrayNode types = one.putArray("associationTypes");
            for (int type : links.types(i)) {
                state.associations().types().find(from, to, type).ifPresent(each -> types.add(each.json()));
            }
            list.add(one);
        }
    }

    ObjectNode labelled(Request request, ObjectKind from, long id, ObjectKind to, long toId) {
        ObjectNode json = Json.object().put("fromObjectTypeId", from.typeId()).put("toObjectTypeId", to.typeId());
        id(json, "fromObjectId", id, request);
        id(json, "toObjectId", toId, request);
        ArrayNode labels = json.putArray("labels");
        for (int type : state.associations().of(from, id, to).typesOf(toId)) {
            state.associations()
                    .types()
                    .find(from, to, type)
                    .filter(each -> each.label() != null)
                    .ifPresent(each -> labels.add(each.label()));
        }
        return json;
    }

    ObjectNode unlabelled(ObjectKind from, long id, ObjectKind to, long toId) {
        ObjectNode json = Json.object();
        json.putObject("from").put("id", Long.toString(id));
        json.putObject("to").put("id", Long.toString(toId));
        state.associations()
                .types()
                .standard(from, to)
                .ifPresent(type -> json.putObject("associationSpec")
                        .put("associationCategory", type.category())
                        .put("associationTypeId", type.id()));
        return json;
    }

    /** Numbers in recordings of the numbered versions, texts in the dated specification. */
    private static ObjectNode id(ObjectNode json, String name, long id, Request request) {
        return request.isDated() ? json.put(name, Long.toString(id)) : json.put(name, id);
    }
}
