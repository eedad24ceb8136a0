package io.onefunnel.sandbox.hubspot.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pipeline with its stages in their order. */
public record Pipeline(
        String id, String label, int displayOrder, List<Stage> stages, Instant createdAt, Instant updatedAt) {

    /**
     * One stage.
     *
     * @param metadata values are text: probability "1.0" is won, "0.0" lost
     */
    public record Stage(
            String id,
            String label,
            int displayOrder,
            Map<String, String> metadata,
            Instant createdAt,
            Instant updatedAt) {

        public boolean closed() {
            return "true".equals(metadata.get("isClosed"));
        }

        public boolean won() {
            return closed() && "1.0".equals(metadata.get("probability"));
        }

        public String probability() {
            return metadata.getOrDefault("probability", "0");
        }

        ObjectNode json() {
            ObjectNode json =
                    stamped(Json.object().put("label", label).put("displayOrder", displayOrder), createdAt, updatedAt);
            json.put("id", id).put("writePermissions", "CRM_PERMISSIONS_ENFORCEMENT");
            ObjectNode values = json.putObject("metadata");
            metadata.forEach(values::put);
            return json;
        }
    }

    public Pipeline {
        stages = stages.stream()
                .sorted(Comparator.comparingInt(Stage::displayOrder))
                .toList();
    }

    Optional<Stage> stage(String stageId) {
        return stages.stream().filter(each -> each.id().equals(stageId)).findFirst();
    }

    ObjectNode json() {
        ObjectNode json =
                stamped(Json.object().put("label", label).put("displayOrder", displayOrder), createdAt, updatedAt);
        json.put("id", id);
        ArrayNode list = json.putArray("stages");
        stages.forEach(stage -> list.add(stage.json()));
        return json;
    }

    private static ObjectNode stamped(ObjectNode json, Instant created, Instant updated) {
        return json.put("createdAt", created.toString())
                .put("updatedAt", updated.toString())
                .put("archived", false);
    }
}
