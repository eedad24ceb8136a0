package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The deal pipelines (vendor page §4): metadata values are text, probability "1.0" is won, "0.0" lost. */
final class Pipelines {
    record Stage(String id, String label, String probability, boolean closed) {
        boolean won() {
            return closed && probability.equals("1.0");
        }
    }

    record Pipeline(String id, String label, List<Stage> stages) {}

    private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
    private final Instant since;

    Pipelines(Instant since) {
        this.since = since;
        add(new Pipeline(
                "default",
                "Sales Pipeline",
                List.of(
                        new Stage("appointmentscheduled", "Appointment Scheduled", "0.2", false),
                        new Stage("qualifiedtobuy", "Qualified To Buy", "0.4", false),
                        new Stage("presentationscheduled", "Presentation Scheduled", "0.6", false),
                        new Stage("decisionmakerboughtin", "Decision Maker Bought-In", "0.8", false),
                        new Stage("contractsent", "Contract Sent", "0.9", false),
                        new Stage("closedwon", "Closed Won", "1.0", true),
                        new Stage("closedlost", "Closed Lost", "0.0", true))));
    }

    void add(Pipeline pipeline) {
        pipelines.put(pipeline.id(), pipeline);
    }

    Optional<Pipeline> find(String id) {
        return Optional.ofNullable(pipelines.get(id));
    }

    Optional<Stage> stage(String pipeline, String stage) {
        return find(pipeline).stream()
                .flatMap(each -> each.stages().stream())
                .filter(each -> each.id().equals(stage))
                .findFirst();
    }

    List<Stage> stages() {
        return pipelines.values().stream()
                .flatMap(each -> each.stages().stream())
                .toList();
    }

    /** {@code {label, displayOrder, stages:[{label, displayOrder, metadata:{probability, isClosed}}]}}. */
    Pipeline create(JsonNode body) {
        String id = body.path("pipelineId").asText("p" + (pipelines.size() + 1));
        List<Stage> stages = new ArrayList<>();
        for (JsonNode stage : body.path("stages")) {
            JsonNode metadata = stage.path("metadata");
            String probability = metadata.path("probability").asText("");
            if (probability.isEmpty()) throw Refusal.validation("Deal stages need a probability");
            boolean closed =
                    metadata.path("isClosed").asBoolean(probability.equals("1.0") || probability.equals("0.0"));
            String stageId = stage.path("stageId").asText(id + "s" + (stages.size() + 1));
            stages.add(new Stage(stageId, stage.path("label").asText(), probability, closed));
        }
        Pipeline pipeline = new Pipeline(id, body.path("label").asText(), List.copyOf(stages));
        add(pipeline);
        return pipeline;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        ArrayNode results = json.putArray("results");
        int order = 0;
        for (Pipeline pipeline : pipelines.values()) results.add(json(pipeline).put("displayOrder", order++));
        return json;
    }

    ObjectNode json(Pipeline pipeline) {
        ObjectNode json = stamped(Json.object().put("label", pipeline.label()).put("displayOrder", 0))
                .put("id", pipeline.id());
        ArrayNode stages = json.putArray("stages");
        int order = 0;
        for (Stage stage : pipeline.stages()) {
            ObjectNode each = stamped(Json.object().put("label", stage.label()).put("displayOrder", order++))
                    .put("id", stage.id())
                    .put("writePermissions", "CRM_PERMISSIONS_ENFORCEMENT");
            each.putObject("metadata")
                    .put("isClosed", Boolean.toString(stage.closed()))
                    .put("probability", stage.probability());
            stages.add(each);
        }
        return json;
    }

    private ObjectNode stamped(ObjectNode json) {
        return json.put("createdAt", since.toString())
                .put("updatedAt", since.toString())
                .put("archived", false);
    }
}
