package io.onefunnel.sandbox.hubspot.search;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.objects.ObjectJson;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The search endpoint of every object type. */
public final class SearchCalls {
    private final PortalState state;
    private final ObjectJson json;
    private final Map<ObjectKind, Search> searches = new EnumMap<>(ObjectKind.class);

    public SearchCalls(PortalState state, ObjectJson json) {
        this.state = state;
        this.json = json;
        for (ObjectKind kind : ObjectKind.values()) {
            searches.put(kind, new Search(state.table(kind), state.associations()));
        }
    }

    public Endpoint endpoint(ObjectTable table, Request request) {
        ObjectKind kind = table.kind();
        return Endpoint.search("search " + kind.plural(), kind.readScopes(), () -> search(table, request));
    }

    private Reply search(ObjectTable table, Request request) {
        SearchRequest asked = SearchRequest.of(request, table.properties());
        Search search = Objects.requireNonNull(searches.get(table.kind()));
        return Reply.ok(search.page(asked, json, state.now()));
    }
}
