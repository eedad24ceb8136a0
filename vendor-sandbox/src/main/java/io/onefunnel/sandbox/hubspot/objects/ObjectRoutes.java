package io.onefunnel.sandbox.hubspot.objects;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.List;

/** The endpoints below {@code objects/{type}}, but for search, merges and associations. */
public final class ObjectRoutes {
    private final ObjectCalls objects;
    private final BatchCalls batches;

    public ObjectRoutes(PortalState state, ObjectWrites writes, ObjectJson json, AssociationWrites links) {
        objects = new ObjectCalls(state, writes, json, links);
        batches = new BatchCalls(state, writes, objects, json);
    }

    public Endpoint find(Request request, ObjectTable table) {
        List<String> rest = request.rest();
        String type = table.kind().plural();
        List<String> read = table.kind().readScopes();
        List<String> write = table.kind().writeScopes();
        return switch (request.method() + " " + String.join("/", rest.subList(1, rest.size()))) {
            case "GET " -> Endpoint.of("list " + type, read, () -> objects.list(table, request));
            case "POST " -> Endpoint.of("create " + type, write, () -> objects.create(table, request));
            case "POST gdpr-delete" ->
                Endpoint.of("gdpr-delete " + type, write, () -> objects.gdprDelete(table, request));
            case "POST batch/read" -> Endpoint.of("batch read " + type, read, () -> batches.read(table, request));
            case "POST batch/create" ->
                Endpoint.of("batch create " + type, write, () -> batches.create(table, request));
            case "POST batch/update" ->
                Endpoint.of("batch update " + type, write, () -> batches.update(table, request));
            case "POST batch/upsert" ->
                Endpoint.of("batch upsert " + type, write, () -> batches.upsert(table, request));
            case "POST batch/archive" ->
                Endpoint.of("batch archive " + type, write, () -> batches.archive(table, request));
            default -> one(request, table);
        };
    }

    private Endpoint one(Request request, ObjectTable table) {
        if (request.rest().size() != 2) throw Refusal.htmlNotFound();
        String id = request.rest().get(1);
        String type = table.kind().plural();
        List<String> write = table.kind().writeScopes();
        return switch (request.method()) {
            case "GET" ->
                Endpoint.of("read " + type, table.kind().readScopes(), () -> objects.read(table, request, id));
            case "PATCH" -> Endpoint.of("update " + type, write, () -> objects.update(table, request, id));
            case "DELETE" -> Endpoint.of("archive " + type, write, () -> objects.archive(table, id));
            default -> throw Refusal.htmlNotFound();
        };
    }
}
