package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.WholeAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The order of lifecycle stages, which HubSpot moves forward only: an earlier one is passed over without a word unless
 * the property was cleared before, by a call of its own (guide "contacts"). A stage that a person or HubSpot reached is
 * not taken back unless an admin wants that.
 */
final class LifecycleStages {
    static final String PROPERTY = "lifecyclestage";

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final boolean backwards;
    private List<String> order = List.of();

    LifecycleStages(HubSpotClient client, HubSpotPaths paths, boolean backwards) {
        this.client = client;
        this.paths = paths;
        this.backwards = backwards;
    }

    /** Whether {@code to} comes before {@code from} in the portal's own order; custom stages are part of it. */
    boolean isBackwards(String from, String to) {
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) return false;
        List<String> stages = order();
        int before = stages.indexOf(from);
        int after = stages.indexOf(to);
        return before >= 0 && after >= 0 && after < before;
    }

    boolean mayGoBack() {
        return backwards;
    }

    private synchronized List<String> order() {
        if (order.isEmpty()) {
            List<JsonNode> stages = new ArrayList<>();
            client.get(
                            Operation.read("property contacts"),
                            paths.property("contacts", PROPERTY),
                            Map.of(),
                            WholeAnswer.object("options"))
                    .path("options")
                    .forEach(stages::add);
            stages.sort(
                    Comparator.comparingInt(stage -> stage.path("displayOrder").asInt()));
            order = stages.stream().map(stage -> stage.path("value").asText("")).toList();
        }
        return order;
    }
}
