package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.ErrorMapping;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedError;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.UnknownOutcomeException;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Links a referred contact to the one it came from, by an association label of our own. */
final class ReferralWriter implements CommandWriter<LinkReferral> {
    private static final String TYPE = ReferralLabel.TYPE;

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final RecordRefs refs;
    private final InstantSource clock;
    private final ReferralLabel ours;
    private Optional<Integer> typeId = Optional.empty();

    ReferralWriter(Portal portal) {
        client = portal.client(Use.WRITE);
        paths = portal.paths();
        objects = portal.objects();
        refs = portal.refs();
        clock = portal.clock();
        ours = new ReferralLabel(client, paths);
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
                "HubSpot has no association label \"" + ReferralLabel.LABEL + "\" between contacts; run provision"));
        List<WriteResult> outcomes = new ArrayList<>();
        for (LinkReferral command : commands) {
            try {
                outcomes.add(link(command, label));
            } catch (AdapterException e) {
                if (CommandResults.nothingWritten(outcomes)) throw e;
                outcomes.add(CommandResults.deferred(command.on(), e, clock));
            }
        }
        return outcomes;
    }

    /**
     * One link a call: an error of this endpoint names no input, and referrals are rare. The labels that are sent replace
     * those that two records have, so that the ones that somebody else gave them are sent along (guide "associate
     * records").
     */
    private WriteResult link(LinkReferral command, int label) {
        String from = id(command);
        String to = refs.currentId(command.referredBy());
        List<JsonNode> held = labels(from, to);
        if (held.stream().anyMatch(type -> isOurs(type, label))) return new WriteResult.Unchanged(command.on());
        ObjectNode body = Json.object();
        ObjectNode input = body.putArray("inputs").addObject();
        input.putObject("from").put("id", from);
        input.putObject("to").put("id", to);
        ArrayNode types = input.putArray("types");
        for (JsonNode type : held) {
            // A link without a label is there as soon as a labelled one is.
            if (!type.path("category").asText("").equals("USER_DEFINED")) continue;
            type(types, type.path("typeId").asInt());
        }
        type(types, label);
        try {
            JsonNode answer = client.post(
                    Operation.write("batch associate").ofAssociations(),
                    paths.associations(TYPE, TYPE, "batch/create"),
                    body,
                    WholeAnswer::written);
            JsonNode entry = answer.path("errors").path(0);
            if (entry.isMissingNode()) {
                return answer.path("results").isEmpty()
                        ? new WriteResult.Unknown(command.on())
                        : WriteResult.Written.of(command.on());
            }
            MappedError error = ErrorMapping.ofRow(entry);
            return CommandResults.refused(command.on(), error, List.of(), clock);
        } catch (UnknownOutcomeException e) {
            return new WriteResult.Unknown(command.on());
        } catch (RefusedException e) {
            return new WriteResult.Rejected(
                    command.on(), e.error().code(), e.error().words(List.of()));
        }
    }

    private static void type(ArrayNode types, int typeId) {
        types.addObject().put("associationCategory", "USER_DEFINED").put("associationTypeId", typeId);
    }

    /** How two contacts are linked now. */
    private List<JsonNode> labels(String from, String to) {
        List<JsonNode> held = new ArrayList<>();
        for (JsonNode link : objects.links(TYPE, List.of(from), TYPE).getOrDefault(from, List.of())) {
            if (link.path("toObjectId").asText("").equals(to))
                link.path("associationTypes").forEach(held::add);
        }
        return held;
    }

    private static boolean isOurs(JsonNode type, int label) {
        return type.path("typeId").asInt() == label
                && type.path("category").asText("").equals("USER_DEFINED");
    }

    @Override
    public List<WriteResult> settle(List<LinkReferral> unknown) {
        if (unknown.isEmpty()) return List.of();
        Optional<Integer> label = label();
        Set<String> linked = new HashSet<>();
        if (label.isPresent()) {
            Set<String> ids = unknown.stream().map(this::id).collect(Collectors.toSet());
            objects.links(TYPE, ids, TYPE).forEach((from, links) -> addLinks(from, links, label.get(), linked));
        }
        return unknown.stream()
                .map(command -> {
                    String link = id(command) + " " + refs.currentId(command.referredBy());
                    WriteResult outcome = linked.contains(link)
                            ? WriteResult.Written.of(command.on())
                            : new WriteResult.NotApplied(command.on());
                    return outcome;
                })
                .toList();
    }

    private static void addLinks(String from, List<JsonNode> links, int label, Set<String> linked) {
        for (JsonNode to : links) {
            for (JsonNode type : to.path("associationTypes")) {
                if (isOurs(type, label))
                    linked.add(from + " " + to.path("toObjectId").asText(""));
            }
        }
    }

    private String id(LinkReferral command) {
        return refs.currentId(command.on());
    }

    /** The type id of our label; asked once, because the vendor numbers labels by portal. */
    private Optional<Integer> label() {
        if (typeId.isEmpty()) typeId = ours.find();
        return typeId;
    }
}
