package io.onefunnel.sandbox.hubspot;

import java.util.ArrayList;
import java.util.List;

/** Which endpoint a request means (vendor page §2, §4, §6, §8, §9; {@code facts/endpoints.tsv}). */
final class Routes {
    private final PortalState state;
    private final RateLimits limits;
    private final ObjectCalls objects;
    private final BatchCalls batches;
    private final Merges merges;
    private final AssociationCalls associations;
    private final PropertyCalls properties;
    private final PipelineCalls pipelines;
    private final AssociationCallsV3 associationsV3;
    private final EventCalls events;
    private final ListCalls lists;
    private final FormCalls forms;

    Routes(PortalState state, RateLimits limits, ObjectWrites writes, AssociationCalls associations, Merges merges) {
        ObjectJson json = new ObjectJson(state.associations);
        this.state = state;
        this.limits = limits;
        this.associations = associations;
        objects = new ObjectCalls(state, writes, json, associations);
        batches = new BatchCalls(state, writes, objects, json);
        this.merges = merges;
        properties = new PropertyCalls(state);
        pipelines = new PipelineCalls(state);
        associationsV3 = new AssociationCallsV3(state, associations);
        events = new EventCalls(state);
        lists = new ListCalls(state);
        forms = new FormCalls(state);
    }

    Endpoint find(Request request) {
        if (!state.settings.on("legacyPaths")
                && !request.isDated()
                && request.area().equals("objects")) {
            throw notFound();
        }
        return switch (request.area()) {
            case "objects" -> objects(request);
            case "associations" -> associations(request);
            case "properties" -> properties(request);
            case "pipelines" -> pipelines.find(request);
            case "owners" -> owners(request);
            case "account-info" -> account(request);
            case "lists" -> lists.find(request);
            case "marketing", "form-integrations" -> forms.find(request);
            case "events", "custom", "event-occurrences" -> events.find(request);
            default -> throw notFound();
        };
    }

    private Endpoint objects(Request request) {
        List<String> rest = request.rest();
        ObjectTable table = state.table(kind(rest, 0));
        String type = table.kind().plural();
        List<String> read = table.kind().readScopes();
        List<String> write = table.kind().writeScopes();
        if (table.kind() == ObjectKind.LEADS && !state.settings.on("leads")) {
            throw Refusal.of(403, "MISSING_SCOPES", "This portal does not have access to the leads object.");
        }
        if (rest.size() > 3 && rest.get(2).equals("associations")) return link(request, table.kind());
        String method = request.method();
        String last = rest.size() == 1 ? "" : String.join("/", rest.subList(1, rest.size()));
        return switch (method + " " + last) {
            case "GET " -> Endpoint.of("list " + type, read, () -> objects.list(table, request));
            case "POST " -> Endpoint.of("create " + type, write, () -> objects.create(table, request));
            case "POST search" -> Endpoint.search("search " + type, read, () -> objects.search(table, request));
            case "POST merge" -> Endpoint.of("merge " + type, write, () -> merges.merge(table, request));
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
        if (request.rest().size() != 2) throw notFound();
        String id = request.rest().get(1);
        String type = table.kind().plural();
        List<String> write = table.kind().writeScopes();
        return switch (request.method()) {
            case "GET" ->
                Endpoint.of("read " + type, table.kind().readScopes(), () -> objects.read(table, request, id));
            case "PATCH" -> Endpoint.of("update " + type, write, () -> objects.update(table, request, id));
            case "DELETE" -> Endpoint.of("archive " + type, write, () -> objects.archive(table, id));
            default -> throw notFound();
        };
    }

    /** {@code {from}/{id}/associations/…}. */
    private Endpoint link(Request request, ObjectKind from) {
        List<String> rest = new ArrayList<>(request.rest());
        long id = Request.id(rest.get(1));
        boolean byDefault = rest.remove("default");
        ObjectKind to = kind(rest, 3);
        String pair = from.plural() + " to " + to.plural();
        if (rest.size() == 4 && request.method().equals("GET")) {
            return Endpoint.of("associations " + pair, from.readScopes(), () -> associations.of(from, id, to, request));
        }
        if (rest.size() < 5) throw notFound();
        long toId = Request.id(rest.get(4));
        // Recorded: the numbered versions also put the name of the type behind the id (meetings-associate-put-200).
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
            default -> throw notFound();
        };
    }

    private Endpoint associations(Request request) {
        List<String> rest = request.rest();
        if (rest.size() > 2 && rest.get(0).equals("definitions"))
            return associations.limits().find(request);
        if (rest.size() == 3 && rest.get(0).equals("usage")) return usageReport(rest.get(2));
        if (request.version().equals("v3")) return associationsV3.find(request);
        ObjectKind from = kind(rest, 0);
        ObjectKind to = kind(rest, 1);
        String pair = from.plural() + " to " + to.plural();
        List<String> read = from.readScopes();
        List<String> write = from.writeScopes();
        String last = String.join("/", rest.subList(2, rest.size()));
        if (last.startsWith("labels/") && request.method().equals("DELETE")) {
            return Endpoint.of("delete label " + pair, write, () -> associations.deleteLabel(from, to, rest.get(3)));
        }
        return switch (request.method() + " " + last) {
            case "POST batch/read" ->
                Endpoint.associations(
                        "batch read associations " + pair, read, () -> associations.batchRead(from, to, request));
            case "POST batch/create" ->
                Endpoint.associations(
                        "batch associate " + pair, write, () -> associations.batchCreate(from, to, request));
            case "POST batch/associate/default" ->
                Endpoint.associations(
                        "batch associate " + pair, write, () -> associations.batchDefault(from, to, request));
            case "POST batch/archive" ->
                Endpoint.associations(
                        "batch dissociate " + pair, write, () -> associations.batchArchive(from, to, request));
            case "POST batch/labels/archive" ->
                Endpoint.associations(
                        "batch unlabel " + pair, write, () -> associations.batchLabelsArchive(from, to, request));
            case "GET labels" -> Endpoint.of("labels " + pair, read, () -> associations.labels(from, to));
            case "POST labels" ->
                Endpoint.of("create label " + pair, write, () -> associations.createLabel(from, to, request));
            case "PUT labels" ->
                Endpoint.of("rename label " + pair, write, () -> associations.renameLabel(from, to, request));
            default -> throw notFound();
        };
    }

    /** The report goes out by e-mail; what is answered is that it was ordered. */
    private Endpoint usageReport(String userId) {
        return Endpoint.of(
                "association usage report",
                List.of(),
                () -> Reply.ok(Json.object()
                        .put("userId", Request.id(userId))
                        .put("userEmail", "admin@onefunnel.test")
                        .put("enqueueTime", state.clock.instant().toString())));
    }

    private Endpoint properties(Request request) {
        List<String> rest = request.rest();
        ObjectKind kind = kind(rest, 0);
        Properties of = state.catalogue.of(kind);
        String type = kind.plural();
        List<String> read = schemaScopes(kind, "read");
        List<String> write = schemaScopes(kind, "write");
        String last = String.join("/", rest.subList(1, rest.size()));
        switch (request.method() + " " + last) {
            case "GET ":
                return Endpoint.of("properties " + type, read, () -> properties.list(of, request));
            case "POST ":
                return Endpoint.of("create property " + type, write, () -> properties.create(of, request));
            case "POST batch/create":
                return Endpoint.of("create properties " + type, write, () -> properties.batchCreate(of, request));
            case "POST batch/read":
                return Endpoint.of("read properties " + type, read, () -> properties.batchRead(of, request));
            case "POST batch/archive":
                return Endpoint.of("archive properties " + type, write, () -> properties.batchArchive(of, request));
            case "GET groups":
                return Endpoint.of("property groups " + type, read, () -> properties.groups(of));
            case "POST groups":
                return Endpoint.of("create property group " + type, write, () -> properties.createGroup(of, request));
            default:
                break;
        }
        boolean reads = request.method().equals("GET");
        if (rest.size() == 3 && rest.get(1).equals("groups")) {
            return Endpoint.of(
                    "property group " + type, reads ? read : write, () -> properties.group(of, request, rest.get(2)));
        }
        if (rest.size() != 2) throw notFound();
        String name = rest.get(1);
        return switch (request.method()) {
            case "GET" -> Endpoint.of("read property " + type, read, () -> properties.read(of, name));
            case "PATCH" -> Endpoint.of("update property " + type, write, () -> properties.update(of, name, request));
            case "DELETE" -> Endpoint.of("archive property " + type, write, () -> properties.archive(of, name));
            default -> throw notFound();
        };
    }

    private Endpoint owners(Request request) {
        List<String> scope = List.of("crm.objects.owners.read");
        if (!request.method().equals("GET")) throw notFound();
        if (request.rest().isEmpty()) {
            return Endpoint.of("owners", scope, () -> Reply.ok(state.owners.page(request)));
        }
        long id = Request.id(request.rest().get(0));
        return Endpoint.of("read owner", scope, () -> Reply.ok(state.owners.one(id, request)));
    }

    private Endpoint account(Request request) {
        AccountCalls account = new AccountCalls(state, limits);
        return switch (request.method() + " " + String.join("/", request.rest())) {
            case "GET details" -> Endpoint.of("account details", List.of(), account::details);
            case "GET api-usage/daily/private-apps" -> Endpoint.of("daily usage", List.of(), account::dailyUsage);
            default -> throw notFound();
        };
    }

    private static List<String> schemaScopes(ObjectKind kind, String right) {
        ObjectKind home = kind.isActivity() ? ObjectKind.CONTACTS : kind;
        String schema = "crm.schemas." + home.plural() + "." + right;
        return right.equals("read") ? List.of(schema, home.readScopes().get(0)) : List.of(schema);
    }

    static ObjectKind kind(List<String> rest, int at) {
        if (rest.size() <= at) throw notFound();
        return ObjectKind.named(rest.get(at))
                .orElseThrow(() -> Refusal.validation("Unable to infer object type from: " + rest.get(at)));
    }

    static Refusal notFound() {
        return Refusal.htmlNotFound();
    }
}
