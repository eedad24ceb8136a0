package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.associations.AssociationRoutes;
import io.onefunnel.sandbox.hubspot.auth.RateLimits;
import io.onefunnel.sandbox.hubspot.events.CustomEvents;
import io.onefunnel.sandbox.hubspot.events.EventCalls;
import io.onefunnel.sandbox.hubspot.marketing.FormCalls;
import io.onefunnel.sandbox.hubspot.marketing.Forms;
import io.onefunnel.sandbox.hubspot.marketing.ListCalls;
import io.onefunnel.sandbox.hubspot.marketing.RecordLists;
import io.onefunnel.sandbox.hubspot.merge.Merges;
import io.onefunnel.sandbox.hubspot.objects.AssociationWrites;
import io.onefunnel.sandbox.hubspot.objects.ObjectJson;
import io.onefunnel.sandbox.hubspot.objects.ObjectRoutes;
import io.onefunnel.sandbox.hubspot.objects.ObjectWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.PipelineCalls;
import io.onefunnel.sandbox.hubspot.schema.PropertyRoutes;
import io.onefunnel.sandbox.hubspot.search.SearchCalls;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.List;

/** Which part of the portal answers a request. */
final class Routes {
    private final PortalState state;
    private final Owners owners;
    private final AccountCalls account;
    private final ObjectRoutes objects;
    private final SearchCalls searches;
    private final Merges merges;
    private final AssociationRoutes associations;
    private final PropertyRoutes properties;
    private final PipelineCalls pipelines;
    private final EventCalls events;
    private final ListCalls lists;
    private final FormCalls forms;

    Routes(
            PortalState state,
            RateLimits limits,
            ObjectWrites writes,
            AssociationWrites links,
            Merges merges,
            Owners owners,
            CustomEvents events,
            RecordLists lists,
            Forms forms) {
        ObjectJson json = new ObjectJson(state.associations());
        this.state = state;
        this.owners = owners;
        this.merges = merges;
        account = new AccountCalls(state, limits);
        objects = new ObjectRoutes(state, writes, json, links);
        searches = new SearchCalls(state, json);
        associations = new AssociationRoutes(state, links);
        properties = new PropertyRoutes(state.catalogue(), state.clock());
        pipelines = new PipelineCalls(state::pipelines, state.clock());
        this.events = new EventCalls(state, events);
        this.lists = new ListCalls(lists, state.table(ObjectKind.CONTACTS));
        this.forms = new FormCalls(forms);
    }

    public Endpoint find(Request request) {
        if (!state.settings().on("legacyPaths")
                && !request.isDated()
                && request.area().equals("objects")) {
            throw Refusal.htmlNotFound();
        }
        return switch (request.area()) {
            case "objects" -> objects(request);
            case "associations" -> associations.find(request);
            case "properties" -> properties.find(request);
            case "pipelines" -> pipelines.find(request);
            case "owners" -> owners(request);
            case "account-info" -> account.find(request);
            case "lists" -> lists.find(request);
            case "marketing", "form-integrations" -> forms.find(request);
            case "events", "custom", "event-occurrences" -> events.find(request);
            default -> throw Refusal.htmlNotFound();
        };
    }

    private Endpoint objects(Request request) {
        List<String> rest = request.rest();
        ObjectTable table = state.table(ObjectKind.inPath(rest, 0));
        if (table.kind() == ObjectKind.LEADS && !state.settings().on("leads")) {
            throw Refusal.of(403, "MISSING_SCOPES", "This portal does not have access to the leads object.");
        }
        if (rest.size() > 3 && rest.get(2).equals("associations")) return associations.ofObject(request);
        String type = table.kind().plural();
        return switch (request.method() + " " + String.join("/", rest.subList(1, rest.size()))) {
            case "POST search" -> searches.endpoint(table, request);
            case "POST merge" ->
                Endpoint.of("merge " + type, table.kind().writeScopes(), () -> merges.merge(table, request));
            default -> objects.find(request, table);
        };
    }

    private Endpoint owners(Request request) {
        List<String> scope = List.of("crm.objects.owners.read");
        if (!request.method().equals("GET")) throw Refusal.htmlNotFound();
        if (request.rest().isEmpty()) {
            return Endpoint.of("owners", scope, () -> Reply.ok(owners.page(request)));
        }
        long id = Request.id(request.rest().get(0));
        return Endpoint.of("read owner", scope, () -> Reply.ok(owners.one(id, request)));
    }
}
