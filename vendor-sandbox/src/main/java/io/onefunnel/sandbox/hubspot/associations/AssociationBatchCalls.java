package io.onefunnel.sandbox.hubspot.associations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.objects.AssociationWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.ArrayList;
import java.util.List;

/** Links read, made and removed by the thousand; what an input cannot have is an error entry of a 207. */
final class AssociationBatchCalls {
    // "Limits" of the associations API: inputs of one call.
    private static final int MOST_READS = 1_000;
    private static final int MOST_WRITES = 2_000;

    private final PortalState state;
    private final AssociationWrites links;
    private final AssociationJson json;

    AssociationBatchCalls(PortalState state, AssociationWrites links, AssociationJson json) {
        this.state = state;
        this.links = links;
        this.json = json;
    }

    Reply read(ObjectKind from, ObjectKind to, Request request) {
        Answer answer = new Answer();
        List<JsonNode> inputs = request.inputs(MOST_READS);
        int failing = state.faults()
                .take("row-error", request.call())
                .map(fault -> Integer.parseInt(fault.params().getOrDefault("rows", "1")))
                .orElse(0);
        for (JsonNode input : inputs.subList(0, Math.min(failing, inputs.size()))) {
            ObjectNode error = Refusal.error("INTERNAL_ERROR", "internal error");
            error.putObject("context")
                    .putArray("fromObjectId")
                    .add(input.path("id").asText());
            answer.errors.add(error);
        }
        for (JsonNode input : inputs.subList(Math.min(failing, inputs.size()), inputs.size())) {
            long id = Request.id(input.path("id").asText());
            ObjectNode result = Json.object();
            result.putObject("from").put("id", Long.toString(id));
            ArrayNode list = result.putArray("to");
            long after = input.path("after").asLong(0);
            json.links(request, from, id, to, after, AssociationCalls.MOST_PER_PAGE, list, result);
            if (list.isEmpty()) answer.nothing(from, id, to);
            else answer.results.add(result);
        }
        return answer.reply(200);
    }

    Reply create(ObjectKind from, ObjectKind to, Request request) {
        Answer answer = new Answer();
        List<JsonNode> inputs = request.inputs(MOST_WRITES);
        // A type that the pair does not have refuses the whole call, so all are looked at before anything is linked.
        inputs.forEach(input -> links.labels(from, to, input.path("types")));
        for (JsonNode input : inputs) {
            long id = id(input, "from");
            long toId = id(input, "to");
            if (!answer.exist(from, id, to, toId)) continue;
            int[] labels = links.labels(from, to, input.path("types"));
            if (!answer.does(() -> links.associate(from, id, to, toId, labels))) continue;
            answer.results.add(json.labelled(request, from, id, to, toId));
        }
        // 201 recorded and in the specifications up to 2026-03, 200 in that of 2026-09.
        return answer.reply(request.isAtLeast("2026-09") ? 200 : 201);
    }

    Reply createDefault(ObjectKind from, ObjectKind to, Request request) {
        Answer answer = new Answer();
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            long id = id(input, "from");
            long toId = id(input, "to");
            if (!answer.exist(from, id, to, toId)) continue;
            if (answer.does(() -> links.associate(from, id, to, toId, AssociationWrites.UNLABELLED))) {
                answer.results.add(json.unlabelled(from, id, to, toId));
            }
        }
        return answer.reply(200);
    }

    /** 204 also for ids that are not there, as recorded. */
    Reply archive(ObjectKind from, ObjectKind to, Request request) {
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            long id = id(input, "from");
            for (JsonNode each : input.path("to")) {
                links.unlink(from, id, to, Request.id(each.path("id").asText()));
            }
        }
        return archived(request);
    }

    Reply archiveLabels(ObjectKind from, ObjectKind to, Request request) {
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            links.unlabel(from, id(input, "from"), to, id(input, "to"), links.labels(from, to, input.path("types")));
        }
        return archived(request);
    }

    private static long id(JsonNode input, String side) {
        return Request.id(input.path(side).path("id").asText());
    }

    /** 204 in the numbered versions and recorded, 200 in the dated specifications. */
    private static Reply archived(Request request) {
        return request.isDated() ? new Reply(200, null) : Reply.noContent();
    }

    /** The answer as it fills: results and error entries. */
    private final class Answer {
        private final String started = state.clock().instant().toString();
        private final List<ObjectNode> results = new ArrayList<>();
        private final List<ObjectNode> errors = new ArrayList<>();

        boolean exist(ObjectKind from, long id, ObjectKind to, long toId) {
            return exists(from, id) && exists(to, toId);
        }

        private boolean exists(ObjectKind kind, long id) {
            if (state.table(kind).live(id).isPresent()) return true;
            errors.add(Refusal.error("VALIDATION_ERROR", AssociationWrites.invalid(kind, id)));
            return false;
        }

        /** Whether {@code link} was made; a refusal of it is an error entry. */
        boolean does(Runnable link) {
            try {
                link.run();
                return true;
            } catch (Refusal refusal) {
                JsonNode body = Json.read(refusal.answer().body());
                errors.add(Refusal.error(
                        body.path("category").asText(), body.path("message").asText()));
                return false;
            }
        }

        void nothing(ObjectKind from, long id, ObjectKind to) {
            ObjectNode error = Refusal.error(
                            "OBJECT_NOT_FOUND",
                            "No " + to.singular() + " is associated with " + from.singular() + " " + id + ".")
                    .put("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND");
            error.putObject("context").putArray("fromObjectId").add(Long.toString(id));
            errors.add(error);
        }

        Reply reply(int status) {
            ObjectNode body = Json.object().put("status", "COMPLETE");
            ArrayNode list = body.putArray("results");
            results.forEach(list::add);
            if (!errors.isEmpty()) {
                body.put("numErrors", errors.size());
                ArrayNode failures = body.putArray("errors");
                errors.forEach(failures::add);
            }
            body.put("startedAt", started);
            body.put("completedAt", state.clock().instant().toString());
            return new Reply(errors.isEmpty() ? status : 207, body);
        }
    }
}
