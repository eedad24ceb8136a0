package io.onefunnel.sandbox.hubspot.schema;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import java.time.InstantSource;
import java.util.List;

/** The endpoints below {@code properties/{type}}: definitions and their groups. */
public final class PropertyRoutes {
    private final PropertyCatalogue catalogue;
    private final PropertyCalls properties;

    public PropertyRoutes(PropertyCatalogue catalogue, InstantSource clock) {
        this.catalogue = catalogue;
        this.properties = new PropertyCalls(clock);
    }

    public Endpoint find(Request request) {
        List<String> rest = request.rest();
        ObjectKind kind = ObjectKind.inPath(rest, 0);
        Properties of = catalogue.of(kind);
        String type = kind.plural();
        List<String> read = scopes(kind, "read");
        List<String> write = scopes(kind, "write");
        return switch (request.method() + " " + String.join("/", rest.subList(1, rest.size()))) {
            case "GET " -> Endpoint.of("properties " + type, read, () -> properties.list(of, request));
            case "POST " -> Endpoint.of("create property " + type, write, () -> properties.create(of, request));
            case "POST batch/create" ->
                Endpoint.of("create properties " + type, write, () -> properties.batchCreate(of, request));
            case "POST batch/read" ->
                Endpoint.of("read properties " + type, read, () -> properties.batchRead(of, request));
            case "POST batch/archive" ->
                Endpoint.of("archive properties " + type, write, () -> properties.batchArchive(of, request));
            case "GET groups" -> Endpoint.of("property groups " + type, read, () -> properties.groups(of));
            case "POST groups" ->
                Endpoint.of("create property group " + type, write, () -> properties.createGroup(of, request));
            default -> one(request, of, read, write);
        };
    }

    private Endpoint one(Request request, Properties of, List<String> read, List<String> write) {
        List<String> rest = request.rest();
        String type = of.kind().plural();
        if (rest.size() == 3 && rest.get(1).equals("groups")) {
            boolean reads = request.method().equals("GET");
            return Endpoint.of(
                    "property group " + type, reads ? read : write, () -> properties.group(of, request, rest.get(2)));
        }
        if (rest.size() != 2) throw Refusal.htmlNotFound();
        String name = rest.get(1);
        return switch (request.method()) {
            case "GET" -> Endpoint.of("read property " + type, read, () -> properties.read(of, name));
            case "PATCH" -> Endpoint.of("update property " + type, write, () -> properties.update(of, name, request));
            case "DELETE" -> Endpoint.of("archive property " + type, write, () -> properties.archive(of, name));
            default -> throw Refusal.htmlNotFound();
        };
    }

    private static List<String> scopes(ObjectKind kind, String right) {
        ObjectKind home = kind.isActivity() ? ObjectKind.CONTACTS : kind;
        String schema = "crm.schemas." + home.plural() + "." + right;
        return right.equals("read") ? List.of(schema, home.readScopes().get(0)) : List.of(schema);
    }
}
