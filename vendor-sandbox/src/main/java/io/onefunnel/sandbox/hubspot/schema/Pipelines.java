package io.onefunnel.sandbox.hubspot.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.schema.Pipeline.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipelines of one object type, to which an admin adds. */
public final class Pipelines {
    private final ObjectKind kind;
    private final int mostStages;
    private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();

    private Pipelines(ObjectKind kind, int mostStages) {
        this.kind = kind;
        this.mostStages = mostStages;
    }

    /** At most 100 stages: pipelines guide. */
    public static Pipelines ofDeals(Instant since) {
        Pipelines deals = new Pipelines(ObjectKind.DEALS, 100);
        deals.put(new Pipeline(
                "default",
                "Sales Pipeline",
                0,
                List.of(
                        deal("appointmentscheduled", "Appointment Scheduled", 0, "0.2", false, since),
                        deal("qualifiedtobuy", "Qualified To Buy", 1, "0.4", false, since),
                        deal("presentationscheduled", "Presentation Scheduled", 2, "0.6", false, since),
                        deal("decisionmakerboughtin", "Decision Maker Bought-In", 3, "0.8", false, since),
                        deal("contractsent", "Contract Sent", 4, "0.9", false, since),
                        deal("closedwon", "Closed Won", 5, "1.0", true, since),
                        deal("closedlost", "Closed Lost", 6, "0.0", true, since)),
                since,
                since));
        return deals;
    }

    /** At most 30 stages: leads guide. The ids of a new portal's lead stages are not documented. */
    public static Pipelines ofLeads(Instant since) {
        Pipelines leads = new Pipelines(ObjectKind.LEADS, 30);
        leads.put(new Pipeline(
                "lead-pipeline-id",
                "Lead pipeline",
                0,
                List.of(
                        lead("new-stage-id", "New", 0, false, since),
                        lead("attempting-stage-id", "Attempting", 1, false, since),
                        lead("connected-stage-id", "Connected", 2, false, since),
                        lead("qualified-stage-id", "Qualified", 3, true, since),
                        lead("unqualified-stage-id", "Unqualified", 4, true, since)),
                since,
                since));
        return leads;
    }

    public ObjectKind kind() {
        return kind;
    }

    /** The property of the kind that names the pipeline. */
    public String pipelineProperty() {
        return kind == ObjectKind.DEALS ? "pipeline" : "hs_pipeline";
    }

    /** The property of the kind that names the stage. */
    public String stageProperty() {
        return kind == ObjectKind.DEALS ? "dealstage" : "hs_pipeline_stage";
    }

    public List<Pipeline> all() {
        return pipelines.values().stream()
                .sorted(Comparator.comparingInt(Pipeline::displayOrder))
                .toList();
    }

    public Optional<Pipeline> find(String id) {
        return Optional.ofNullable(pipelines.get(id));
    }

    public Optional<Stage> stage(String pipeline, String stage) {
        return find(pipeline).flatMap(each -> each.stage(stage));
    }

    /** {@code {label, displayOrder, pipelineId?, stages:[{label, displayOrder, stageId?, metadata}]}}. */
    Pipeline create(JsonNode body, Instant now) {
        String id = body.path("pipelineId").asText("p" + (pipelines.size() + 1));
        if (pipelines.containsKey(id)) throw Refusal.of(409, "CONFLICT", "Pipeline " + id + " already exists");
        List<Stage> stages = new ArrayList<>();
        for (JsonNode each : body.path("stages")) {
            String stageId = each.path("stageId").asText(id + "s" + (stages.size() + 1));
            stages.add(new Stage(stageId, label(each), each.path("displayOrder").asInt(), metadata(each), now, now));
        }
        if (stages.size() > mostStages) {
            throw Refusal.validation("A pipeline has at most " + mostStages + " stages");
        }
        Pipeline pipeline =
                new Pipeline(id, label(body), body.path("displayOrder").asInt(), stages, now, now);
        put(pipeline);
        return pipeline;
    }

    /** The metadata of a stage: every value a text; deal stages need a probability, which may decide "closed". */
    private Map<String, String> metadata(JsonNode stage) {
        Map<String, String> metadata = new LinkedHashMap<>();
        stage.path("metadata")
                .properties()
                .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
        if (kind != ObjectKind.DEALS) return metadata;
        String probability = metadata.getOrDefault("probability", "");
        if (probability.isEmpty()) throw Refusal.validation("Deal stages need a probability");
        boolean end = probability.equals("1.0") || probability.equals("0.0");
        metadata.putIfAbsent("isClosed", Boolean.toString(end));
        return metadata;
    }

    private static String label(JsonNode body) {
        String label = body.path("label").asText("");
        if (label.isBlank()) throw Refusal.validation("label is required");
        return label;
    }

    private void put(Pipeline pipeline) {
        pipelines.put(pipeline.id(), pipeline);
    }

    private static Stage deal(String id, String label, int order, String probability, boolean closed, Instant since) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("isClosed", Boolean.toString(closed));
        metadata.put("probability", probability);
        return new Stage(id, label, order, metadata, since, since);
    }

    private static Stage lead(String id, String label, int order, boolean closed, Instant since) {
        return new Stage(id, label, order, Map.of("isClosed", Boolean.toString(closed)), since, since);
    }
}
