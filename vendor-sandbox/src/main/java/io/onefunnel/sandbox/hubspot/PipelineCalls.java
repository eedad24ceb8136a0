package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.Pipeline.Stage;
import io.onefunnel.sandbox.hubspot.Pipelines.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pipelines API: pipelines, their stages and the audit of both (vendor page §4). */
final class PipelineCalls {
    private final PortalState state;

    PipelineCalls(PortalState state) {
        this.state = state;
    }

    /** The endpoint below {@code {objectType}} that the request means. */
    Endpoint find(Request request) {
        Pipelines pipelines = state.pipelines(Routes.kind(request.rest(), 0)).orElseThrow(Routes::notFound);
        List<String> rest = request.rest();
        String kind = pipelines.kind().plural();
        boolean reads = request.method().equals("GET");
        // Reading any pipeline is allowed to who may read deals: vendor page §1.
        List<String> scopes = reads
                ? List.of("crm.objects." + kind + ".read", "crm.schemas." + kind + ".read", "crm.objects.deals.read")
                : List.of("crm.schemas." + kind + ".write", "crm.objects." + kind + ".write");
        String operation = (reads ? "pipelines " : "change pipelines ") + kind;
        return Endpoint.of(operation, scopes, () -> answer(pipelines, rest, request));
    }

    private Reply answer(Pipelines pipelines, List<String> rest, Request request) {
        if (rest.size() == 1) return ofAll(pipelines, request);
        if (rest.size() == 3 && rest.get(2).equals("audit")) return audit(pipelines, rest.get(1));
        Pipeline pipeline = pipelines
                .find(rest.get(1))
                .orElseThrow(() -> Refusal.notFound("No pipeline " + rest.get(1) + " exists"));
        if (rest.size() == 2) return ofOne(pipelines, pipeline, request);
        if (!rest.get(2).equals("stages")) throw Routes.notFound();
        if (rest.size() == 3) return ofStages(pipelines, pipeline, request);
        if (rest.size() == 5 && rest.get(4).equals("audit")) return audit(pipelines, rest.get(3));
        if (rest.size() != 4) throw Routes.notFound();
        Stage stage =
                pipeline.stage(rest.get(3)).orElseThrow(() -> Refusal.notFound("No stage " + rest.get(3) + " exists"));
        return ofStage(pipelines, pipeline, stage, request);
    }

    private Reply ofAll(Pipelines pipelines, Request request) {
        return switch (request.method()) {
            case "GET" -> list(pipelines.all().stream().map(Pipeline::json));
            case "POST" -> Reply.created(pipelines.create(request.body(), now()).json());
            default -> throw Routes.notFound();
        };
    }

    private Reply ofOne(Pipelines pipelines, Pipeline pipeline, Request request) {
        switch (request.method()) {
            case "GET":
                return Reply.ok(pipeline.json());
            case "PUT":
                return Reply.ok(pipelines
                        .replace(pipeline.id(), request.body(), pipeline.createdAt(), now(), "UPDATE")
                        .json());
            case "PATCH":
                JsonNode body = request.body();
                Pipeline renamed = new Pipeline(
                        pipeline.id(),
                        body.path("label").asText(pipeline.label()),
                        body.path("displayOrder").asInt(pipeline.displayOrder()),
                        pipeline.stages(),
                        pipeline.createdAt(),
                        now());
                pipelines.change(renamed, renamed.id(), "UPDATE", now());
                return Reply.ok(renamed.json());
            case "DELETE":
                pipelines.archive(pipeline, now());
                return Reply.noContent();
            default:
                throw Routes.notFound();
        }
    }

    private Reply ofStages(Pipelines pipelines, Pipeline pipeline, Request request) {
        if (request.method().equals("GET"))
            return list(pipeline.stages().stream().map(Stage::json));
        if (!request.method().equals("POST")) throw Routes.notFound();
        String id = request.body()
                .path("stageId")
                .asText(pipeline.id() + "s" + (pipeline.stages().size() + 1));
        return Reply.created(stored(pipelines, pipeline, id, request.body(), now(), "CREATE"));
    }

    private Reply ofStage(Pipelines pipelines, Pipeline pipeline, Stage stage, Request request) {
        switch (request.method()) {
            case "GET":
                return Reply.ok(stage.json());
            case "PUT":
                return Reply.ok(stored(pipelines, pipeline, stage.id(), request.body(), stage.createdAt(), "UPDATE"));
            case "PATCH":
                return Reply.ok(patched(pipelines, pipeline, stage, request.body()));
            case "DELETE":
                pipelines.change(pipeline.without(stage.id(), now()), stage.id(), "DELETE", now());
                return Reply.noContent();
            default:
                throw Routes.notFound();
        }
    }

    private ObjectNode stored(
            Pipelines pipelines, Pipeline pipeline, String id, JsonNode body, Instant created, String action) {
        Stage stage = new Stage(
                id, Pipelines.label(body), body.path("displayOrder").asInt(), pipelines.metadata(body), created, now());
        pipelines.change(pipeline.with(stage, now()), id, action, now());
        return stage.json();
    }

    private ObjectNode patched(Pipelines pipelines, Pipeline pipeline, Stage stage, JsonNode body) {
        Map<String, String> metadata = body.has("metadata") ? pipelines.metadata(body) : stage.metadata();
        Stage changed = new Stage(
                stage.id(),
                body.path("label").asText(stage.label()),
                body.path("displayOrder").asInt(stage.displayOrder()),
                metadata,
                stage.createdAt(),
                now());
        pipelines.change(pipeline.with(changed, now()), stage.id(), "UPDATE", now());
        return changed.json();
    }

    private static Reply audit(Pipelines pipelines, String id) {
        return list(pipelines.changes(id).stream().map(PipelineCalls::json));
    }

    private static ObjectNode json(Change change) {
        return Json.object()
                .put("portalId", Tokens.PORTAL_ID)
                .put("identifier", change.id())
                .put("action", change.action())
                .put("timestamp", change.at().toString());
    }

    private static Reply list(Stream<ObjectNode> nodes) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        nodes.forEach(results::add);
        return Reply.ok(body);
    }

    private Instant now() {
        return Instant.ofEpochMilli(state.now());
    }
}
