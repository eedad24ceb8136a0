package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Links a referred contact to the one it came from, by an association label of our own. */
final class ReferralWrites implements Writes<LinkReferral> {
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
    public List<WriteOutcome> write(List<LinkReferral> commands) {
        if (commands.isEmpty()) return List.of();
        int label = label().orElseThrow(() -> new AdapterException(
                AdapterErrorCode.FEATURE_MISSING,
                "HubSpot has no association label \"" + LABEL + "\" between contacts; run provision"));
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (LinkReferral command : commands) outcomes.add(link(command, label));
        return outcomes;
    }

    /** One link a call: an error of this endpoint names no input. Referrals are rare. */
    private WriteOutcome link(LinkReferral command, int label) {
        ObjectNode body = Json.object();
        ObjectNode input = body.putArray("inputs").addObject();
        input.putObject("from").put("id", id(command));
        input.putObject("to").put("id", ids.vendorId(ids.current(command.referredBy())));
        input.putArray("types")
                .addObject()
                .put("associationCategory", "USER_DEFINED")
                .put("associationTypeId", label);
        try {
            JsonNode answer =
                    http.post(Operation.write("batch associate"), paths.associations(TYPE, TYPE, "batch/create"), body);
            JsonNode error = answer.path("errors").path(0);
            if (error.isMissingNode()) return WriteOutcome.Written.of(command.on());
            Failure failure = Failure.ofRow(error);
            return new WriteOutcome.Rejected(command.on(), failure.code(), failure.summary());
        } catch (MaybeAppliedException e) {
            return new WriteOutcome.Unknown(command.on());
        } catch (RefusedException e) {
            return new WriteOutcome.Rejected(
                    command.on(), e.failure().code(), e.failure().summary());
        }
    }

    @Override
    public List<WriteOutcome> settle(List<LinkReferral> unknown) {
        if (unknown.isEmpty()) return List.of();
        Optional<Integer> label = label();
        Set<String> linked = new HashSet<>();
        if (label.isPresent()) {
            ObjectNode body = Json.object();
            ArrayNode inputs = body.putArray("inputs");
            unknown.forEach(command -> inputs.addObject().put("id", id(command)));
            http.post(Operation.read("batch read associations"), paths.associations(TYPE, TYPE, "batch/read"), body)
                    .path("results")
                    .forEach(result -> addLinks(result, label.get(), linked));
        }
        return unknown.stream()
                .map(command -> {
                    String link = id(command) + " " + ids.vendorId(ids.current(command.referredBy()));
                    WriteOutcome outcome = linked.contains(link)
                            ? WriteOutcome.Written.of(command.on())
                            : new WriteOutcome.NotApplied(command.on());
                    return outcome;
                })
                .toList();
    }

    private static void addLinks(JsonNode result, int label, Set<String> linked) {
        String from = result.path("from").path("id").asText();
        for (JsonNode to : result.path("to")) {
            for (JsonNode type : to.path("associationTypes")) {
                boolean ours = type.path("typeId").asInt() == label
                        && type.path("category").asText().equals("USER_DEFINED");
                if (ours) linked.add(from + " " + to.path("toObjectId").asText());
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
