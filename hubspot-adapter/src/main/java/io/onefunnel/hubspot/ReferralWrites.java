package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Links a referred contact to the one it came from, by an association label of our own. */
final class ReferralWrites implements CommandWriter<LinkReferral> {
    static final String TYPE = "contacts";
    static final String LABEL_NAME = "onefunnel_referred_by";
    static final String LABEL = "Referred by";
    static final String INVERSE = "Referred";

    private final HubSpotHttp http;
    private final HubSpotPaths paths;
    private final Ids ids;
    private Optional<Integer> typeId = Optional.empty();

    ReferralWrites(HubSpotHttp http, HubSpotPaths paths, Ids ids) {
        this.http = http;
        this.paths = paths;
        this.ids = ids;
    }

    @Override
    public int batchSize() {
        return HubSpotObjects.BATCH;
    }

    @Override
    public List<WriteResult> write(List<LinkReferral> commands) {
        if (commands.isEmpty()) return List.of();
        int label = label().orElseThrow(() -> new AdapterException(
                AdapterErrorCode.FEATURE_MISSING,
                "HubSpot has no association label \"" + LABEL + "\" between contacts; run provision"));
        List<WriteResult> outcomes = new ArrayList<>();
        for (LinkReferral command : commands) outcomes.add(link(command, label));
        return outcomes;
    }

    /**
     * One link a call: an error of this endpoint names no input, and referrals are rare. The labels that are sent replace
     * those that two records have, so that the ones that somebody else gave them are sent along (guide "associate
     * records").
     */
    private WriteResult link(LinkReferral command, int label) {
        String from = id(command);
        String to = ids.vendorId(ids.current(command.referredBy()));
        List<JsonNode> held = labels(from, to);
        if (held.stream().anyMatch(type -> isOurs(type, label))) return new WriteResult.Unchanged(command.on());
        ObjectNode body = Json.object();
        ObjectNode input = body.putArray("inputs").addObject();
        input.putObject("from").put("id", from);
        input.putObject("to").put("id", to);
        ArrayNode types = input.putArray("types");
        for (JsonNode type : held) {
            // A link without a label is there as soon as a labelled one is.
            if (!type.path("category").asText().equals("USER_DEFINED")) continue;
            type(types, type.path("typeId").asInt());
        }
        type(types, label);
        try {
            JsonNode answer = http.post(
                    Operation.write("batch associate").ofAssociations(),
                    paths.associations(TYPE, TYPE, "batch/create"),
                    body);
            JsonNode error = answer.path("errors").path(0);
            if (error.isMissingNode()) return WriteResult.Written.of(command.on());
            Failure failure = Failure.ofRow(error);
            return new WriteResult.Rejected(command.on(), failure.code(), failure.words(List.of()));
        } catch (MaybeAppliedException e) {
            return new WriteResult.Unknown(command.on());
        } catch (RefusedException e) {
            return new WriteResult.Rejected(
                    command.on(), e.failure().code(), e.failure().words(List.of()));
        }
    }

    private static void type(ArrayNode types, int typeId) {
        types.addObject().put("associationCategory", "USER_DEFINED").put("associationTypeId", typeId);
    }

    /** How two contacts are linked now. */
    private List<JsonNode> labels(String from, String to) {
        List<JsonNode> held = new ArrayList<>();
        String after = "";
        do {
            ObjectNode body = Json.object();
            ObjectNode input = body.putArray("inputs").addObject().put("id", from);
            if (!after.isEmpty()) input.put("after", after);
            JsonNode answer = http.post(
                    Operation.read("batch read associations").ofAssociations(),
                    paths.associations(TYPE, TYPE, "batch/read"),
                    body);
            after = "";
            for (JsonNode result : answer.path("results")) {
                for (JsonNode link : result.path("to")) {
                    if (link.path("toObjectId").asText().equals(to))
                        link.path("associationTypes").forEach(held::add);
                }
                after = result.path("paging").path("next").path("after").asText("");
            }
        } while (!after.isEmpty());
        return held;
    }

    private static boolean isOurs(JsonNode type, int label) {
        return type.path("typeId").asInt() == label
                && type.path("category").asText().equals("USER_DEFINED");
    }

    @Override
    public List<WriteResult> settle(List<LinkReferral> unknown) {
        if (unknown.isEmpty()) return List.of();
        Optional<Integer> label = label();
        Set<String> linked = new HashSet<>();
        if (label.isPresent()) {
            ObjectNode body = Json.object();
            ArrayNode inputs = body.putArray("inputs");
            unknown.forEach(command -> inputs.addObject().put("id", id(command)));
            http.post(
                            Operation.read("batch read associations").ofAssociations(),
                            paths.associations(TYPE, TYPE, "batch/read"),
                            body)
                    .path("results")
                    .forEach(result -> addLinks(result, label.get(), linked));
        }
        return unknown.stream()
                .map(command -> {
                    String link = id(command) + " " + ids.vendorId(ids.current(command.referredBy()));
                    WriteResult outcome = linked.contains(link)
                            ? WriteResult.Written.of(command.on())
                            : new WriteResult.NotApplied(command.on());
                    return outcome;
                })
                .toList();
    }

    private static void addLinks(JsonNode result, int label, Set<String> linked) {
        String from = result.path("from").path("id").asText();
        for (JsonNode to : result.path("to")) {
            for (JsonNode type : to.path("associationTypes")) {
                if (isOurs(type, label))
                    linked.add(from + " " + to.path("toObjectId").asText());
            }
        }
    }

    private String id(LinkReferral command) {
        return ids.vendorId(ids.current(command.on()));
    }

    /** The type id of our label; asked once, because the vendor numbers labels by portal. */
    private Optional<Integer> label() {
        if (typeId.isEmpty()) typeId = find(http, paths);
        return typeId;
    }

    static Optional<Integer> find(HubSpotHttp http, HubSpotPaths paths) {
        JsonNode labels = http.get(
                Operation.read("association labels"), paths.associations(TYPE, TYPE, "labels"), java.util.Map.of());
        for (JsonNode label : labels.path("results")) {
            boolean ours = label.path("category").asText().equals("USER_DEFINED")
                    && label.path("label").asText().equals(LABEL);
            if (ours) return Optional.of(label.path("typeId").asInt());
        }
        return Optional.empty();
    }
}
