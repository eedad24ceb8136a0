package io.onefunnel.hubspot.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AccountMetadata.PipelineStage;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The portal's deal stages and lead statuses. Customers rename and add them: nothing is known beforehand. */
public final class HubSpotMetadata implements AccountMetadata {
    private static final String DEALS = "deals";
    private static final String STATUS = "hs_lead_status";

    private final HubSpotClient client;
    private final HubSpotPaths paths;

    public HubSpotMetadata(HubSpotClient client, HubSpotPaths paths) {
        this.client = client;
        this.paths = paths;
    }

    @Override
    public List<PipelineStage> stages() {
        JsonNode pipelines = RefusedException.translating(
                "its pipelines",
                () -> client.get(
                        Operation.read("pipelines"), paths.pipelines(DEALS), Map.of(), HubSpotMetadata::pipelines));
        List<PipelineStage> stages = new ArrayList<>();
        for (JsonNode pipeline : inOrder(pipelines.path("results"))) {
            String name = pipeline.path("label").asText("");
            int position = 0;
            for (JsonNode stage : inOrder(pipeline.path("stages"))) stages.add(stage(name, position++, stage));
        }
        return stages;
    }

    /** A closed stage is won when its probability is 1 (pipelines guide); metadata values are text. */
    private static PipelineStage stage(String pipeline, int position, JsonNode stage) {
        OptionalInt probability =
                percent(stage.path("metadata").path("probability").asText(""));
        String told = stage.path("metadata").path("isClosed").asText("");
        boolean atTheEnd = probability.isPresent() && (probability.getAsInt() == 0 || probability.getAsInt() == 100);
        boolean closed = told.isEmpty() ? atTheEnd : Boolean.parseBoolean(told);
        boolean won = closed && probability.isPresent() && probability.getAsInt() == 100;
        return new PipelineStage(
                pipeline,
                stage.path("id").asText(""),
                stage.path("label").asText(""),
                position,
                closed,
                won,
                probability);
    }

    /** Stages whose name says the end of a deal while HubSpot holds them open, or the other way about. */
    List<PipelineStage> misleading() {
        return stages().stream()
                .filter(stage -> {
                    String label = stage.label().toLowerCase(Locale.ROOT);
                    boolean soundsLost = label.contains("lost");
                    boolean soundsWon = label.contains("won");
                    if (!soundsLost && !soundsWon) return false;
                    return !stage.closed() || stage.won() != soundsWon;
                })
                .toList();
    }

    @Override
    public List<PersonStatus> statuses() {
        JsonNode status;
        try {
            status = client.get(
                    Operation.read("property contacts"),
                    paths.property("contacts", STATUS),
                    Map.of(),
                    WholeAnswer.object("options"));
        } catch (RefusedException e) {
            if (e.error().status() == 404) return List.of();
            throw e.ofWhole("its lead statuses");
        }
        List<PersonStatus> statuses = new ArrayList<>();
        for (JsonNode option : inOrder(status.path("options"))) {
            if (option.path("hidden").asBoolean()) continue;
            String id = option.path("value").asText("");
            // HubSpot gives no status to new contacts, and converts nobody by one.
            statuses.add(new PersonStatus(id, option.path("label").asText(id), false, false));
        }
        return statuses;
    }

    /** HubSpot keeps hours for users and for chat, none for the account that its API shows. */
    @Override
    public List<BusinessHours> businessHours() {
        return List.of();
    }

    private static JsonNode pipelines(InputStream body) throws IOException {
        JsonNode pipelines = WholeAnswer.list("id", "label", "stages").read(body);
        for (JsonNode pipeline : pipelines.path("results")) {
            for (JsonNode stage : pipeline.path("stages")) {
                WholeAnswer.demand(stage, "a stage", "id", "label", "metadata");
            }
        }
        return pipelines;
    }

    private static List<JsonNode> inOrder(JsonNode array) {
        List<JsonNode> ordered = new ArrayList<>();
        for (JsonNode each : array) {
            if (!each.path("archived").asBoolean()) ordered.add(each);
        }
        ordered.sort(Comparator.comparingInt(each -> each.path("displayOrder").asInt()));
        return ordered;
    }

    private static OptionalInt percent(String probability) {
        try {
            return OptionalInt.of(new BigDecimal(probability).movePointRight(2).intValue());
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
