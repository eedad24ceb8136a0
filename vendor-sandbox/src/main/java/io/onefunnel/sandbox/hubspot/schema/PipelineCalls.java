package io.onefunnel.sandbox.hubspot.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pipelines API, as far as pipelines are read and added. */
public final class PipelineCalls {
    private final Function<ObjectKind, Optional<Pipelines>> pipelinesOf;
    private final InstantSource clock;

    /** @param pipelinesOf the pipelines of a type that has any */
    public PipelineCalls(Function<ObjectKind, Optional<Pipelines>> pipelinesOf, InstantSource clock) {
        this.pipelinesOf = pipelinesOf;
        this.clock = clock;
    }

    /** The endpoint below {@code {objectType}} that the request means. */
    public Endpoint find(Request request) {
        Pipelines pipelines =
                pipelinesOf.apply(ObjectKind.inPath(request.rest(), 0)).orElseThrow(Refusal::htmlNotFound);
        List<String> rest = request.rest();
        String kind = pipelines.kind().plural();
        boolean reads = request.method().equals("GET");
        // Reading any pipeline is allowed to who may read deals: HubSpot's published API specification.
        List<String> scopes = reads
                ? List.of("crm.objects." + kind + ".read", "crm.schemas." + kind + ".read", "crm.objects.deals.read")
                : List.of("crm.schemas." + kind + ".write", "crm.objects." + kind + ".write");
        String operation = (reads ? "pipelines " : "change pipelines ") + kind;
        return Endpoint.of(operation, scopes, () -> answer(pipelines, rest, request));
    }

    private Reply answer(Pipelines pipelines, List<String> rest, Request request) {
        return switch (request.method() + " " + rest.size()) {
            case "GET 1" -> list(pipelines);
            case "POST 1" ->
                Reply.created(pipelines
                        .create(request.body(), Instant.ofEpochMilli(clock.millis()))
                        .json());
            case "GET 2" ->
                Reply.ok(pipelines
                        .find(rest.get(1))
                        .orElseThrow(() -> Refusal.notFound("No pipeline " + rest.get(1) + " exists"))
                        .json());
            default -> throw Refusal.htmlNotFound();
        };
    }

    private static Reply list(Pipelines pipelines) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        pipelines.all().forEach(pipeline -> results.add(pipeline.json()));
        return Reply.ok(body);
    }
}
