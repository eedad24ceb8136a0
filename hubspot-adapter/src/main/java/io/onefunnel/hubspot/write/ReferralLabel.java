package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.WholeAnswer;
import java.util.Map;
import java.util.Optional;

/** The label of an association between two contacts which says that one of them was referred by the other. */
public final class ReferralLabel {
    public static final String NAME = "onefunnel_referred_by";
    public static final String LABEL = "Referred by";
    static final String TYPE = "contacts";
    private static final String INVERSE = "Referred";

    private final HubSpotClient client;
    private final HubSpotPaths paths;

    public ReferralLabel(HubSpotClient client, HubSpotPaths paths) {
        this.client = client;
        this.paths = paths;
    }

    /** Its type id, which the vendor numbers by portal; empty where this portal does not have it. */
    public Optional<Integer> find() {
        JsonNode labels = client.get(
                Operation.read("association labels"),
                paths.associations(TYPE, TYPE, "labels"),
                Map.of(),
                WholeAnswer.list("category", "typeId"));
        for (JsonNode label : labels.path("results")) {
            boolean ours = label.path("category").asText("").equals("USER_DEFINED")
                    && label.path("label").asText("").equals(LABEL);
            if (ours) return Optional.of(label.path("typeId").asInt());
        }
        return Optional.empty();
    }

    public void create() {
        ObjectNode body = Json.object().put("label", LABEL).put("name", NAME).put("inverseLabel", INVERSE);
        client.post(
                Operation.write("create association label"),
                paths.associations(TYPE, TYPE, "labels"),
                body,
                WholeAnswer::written);
    }

    public void archive(int typeId) {
        client.delete(Operation.write("archive association label"), paths.associationLabel(TYPE, TYPE, typeId));
    }
}
