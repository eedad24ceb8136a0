package io.onefunnel.sandbox.hubspot.associations;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.objects.AssociationWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.ArrayList;
import java.util.List;

/** The endpoints below {@code associations/{from}/{to}} and {@code objects/{type}/{id}/associations}. */
public final class AssociationRoutes {
    private final AssociationBatchCalls batches;
    private final AssociationCalls associations;
    private final AssociationLabelCalls labels;

    public AssociationRoutes(PortalState state, AssociationWrites links) {
        AssociationJson json = new AssociationJson(state);
        batches = new AssociationBatchCalls(state, links, json);
        associations = new AssociationCalls(state, links, json);
        labels = new AssociationLabelCalls(state.associations().types());
    }

    public Endpoint find(Request request) {
        List<String> rest = request.rest();
        // Version 3 names the types instead of numbering them, and is not served.
        if (request.version().equals("v3")) throw Refusal.htmlNotFound();
        ObjectKind from = ObjectKind.inPath(rest, 0);
        ObjectKind to = ObjectKind.inPath(rest, 1);
        String pair = from.plural() + " to " + to.plural();
        List<String> read = from.readScopes();
        List<String> write = from.writeScopes();
        String last = String.join("/", rest.subList(2, rest.size()));
        if (last.startsWith("labels/") && request.method().equals("DELETE")) {
            return Endpoint.of("delete label " + pair, write, () -> labels.delete(from, to, rest.get(3)));
        }
        return switch (request.method() + " " + last) {
            case "POST batch/read" ->
                Endpoint.associations("batch read associations " + pair, read, () -> batches.read(from, to, request));
            case "POST batch/create" ->
                Endpoint.associations("batch associate " + pair, write, () -> batches.create(from, to, request));
            case "POST batch/associate/default" ->
                Endpoint.associations("batch associate " + pair, write, () -> batches.createDefault(from, to, request));
            case "POST batch/archive" ->
                Endpoint.associations("batch dissociate " + pair, write, () -> batches.archive(from, to, request));
            case "POST batch/labels/archive" ->
                Endpoint.associations("batch unlabel " + pair, write, () -> batches.archiveLabels(from, to, request));
            case "GET labels" -> Endpoint.of("labels " + pair, read, () -> labels.list(from, to));
            case "POST labels" -> Endpoint.of("create label " + pair, write, () -> labels.create(from, to, request));
            case "PUT labels" -> Endpoint.of("rename label " + pair, write, () -> labels.rename(from, to, request));
            default -> throw Refusal.htmlNotFound();
        };
    }

    /** The endpoint that {@code {from}/{id}/associations/…} means. */
    public Endpoint ofObject(Request request) {
        List<String> rest = new ArrayList<>(request.rest());
        ObjectKind from = ObjectKind.inPath(rest, 0);
        long id = Request.id(rest.get(1));
        boolean byDefault = rest.remove("default");
        ObjectKind to = ObjectKind.inPath(rest, 3);
        String pair = from.plural() + " to " + to.plural();
        if (rest.size() == 4 && request.method().equals("GET")) {
            return Endpoint.of("associations " + pair, from.readScopes(), () -> associations.of(from, id, to, request));
        }
        if (rest.size() < 5) throw Refusal.htmlNotFound();
        long toId = Request.id(rest.get(4));
        // Recorded: the numbered versions also put the name of the type behind the id.
        boolean named = rest.size() == 6;
        return switch (request.method()) {
            case "PUT" ->
                Endpoint.of(
                        "associate " + pair,
                        from.writeScopes(),
                        () -> byDefault || named
                                ? associations.putDefault(from, id, to, toId)
                                : associations.putLabelled(from, id, to, toId, request));
            case "DELETE" ->
                Endpoint.of("dissociate " + pair, from.writeScopes(), () -> associations.delete(from, id, to, toId));
            default -> throw Refusal.htmlNotFound();
        };
    }
}
