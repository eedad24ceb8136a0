package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedError;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.UnknownOutcomeException;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells outcomes as occurrences of a custom event on the contact's timeline. Their uuid is made from the ledger key, and
 * of several with one uuid HubSpot keeps the first for a year: an occurrence that is sent again is none, however late it can
 * be read back.
 */
final class OutcomeWriter implements CommandWriter<PublishOutcome> {
    // "The batch endpoint supports batches of 500": guide "Send custom event occurrences", "Limits".
    private static final int BATCH = 500;
    // "All other properties can receive up to 256 characters": the same.
    private static final int LONGEST_VALUE = 256;

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final OutcomeEvent event;
    private final RecordResolver resolver;
    private final RecordRefs refs;
    private final InstantSource clock;

    OutcomeWriter(Portal portal, OutcomeEvent event, RecordResolver resolver) {
        client = portal.client(Use.WRITE);
        paths = portal.paths();
        refs = portal.refs();
        clock = portal.clock();
        this.event = event;
        this.resolver = resolver;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public List<WriteResult> write(List<PublishOutcome> commands) {
        if (commands.isEmpty()) return List.of();
        OutcomeEvent.Known known = event.required();
        CommandResults<PublishOutcome> results = new CommandResults<>();
        List<PublishOutcome> rest = livingPeople(commands, results);
        try {
            for (List<PublishOutcome> batch : Chunks.of(rest, BATCH)) send(batch, known, results);
        } catch (AdapterException e) {
            results.deferRest(rest, e, clock);
        }
        return results.of(commands);
    }

    /** What HubSpot says to an occurrence of a contact that is gone or merged away is not documented: none is sent. */
    private List<PublishOutcome> livingPeople(List<PublishOutcome> commands, CommandResults<PublishOutcome> results) {
        List<PublishOutcome> toContacts = new ArrayList<>();
        for (PublishOutcome command : commands) {
            boolean contact =
                    refs.type(command.on()).filter(OutcomeWriter::isContact).isPresent();
            if (contact) toContacts.add(command);
            else results.unknownType(command);
        }
        Map<SourceRef, VendorObject> found = resolver.find(toContacts, (type, command) -> List.of());
        List<PublishOutcome> there = new ArrayList<>();
        for (PublishOutcome command : toContacts) {
            if (found.containsKey(command.on())) there.add(command);
            else results.gone(command, "no such contact");
        }
        return there;
    }

    private static boolean isContact(MappedType type) {
        return type.isMain() && type.object().equals("contacts");
    }

    /** An answer speaks of the whole batch: one that is refused is split until the bad one stands alone. */
    private void send(List<PublishOutcome> batch, OutcomeEvent.Known known, CommandResults<PublishOutcome> results) {
        ObjectNode body = Json.object();
        ArrayNode inputs = body.putArray("inputs");
        batch.forEach(command -> inputs.add(occurrence(command, known)));
        try {
            client.post(Operation.write("send events"), paths.sendEvents(), body, WholeAnswer::nothing);
            batch.forEach(command ->
                    results.put(command, written(command, uuid(command).toString())));
        } catch (UnknownOutcomeException e) {
            batch.forEach(command -> results.put(command, new WriteResult.Unknown(command.on())));
        } catch (RefusedException e) {
            // A 404 speaks of the address, or of the event: of no occurrence.
            if (e.error().isWrongAddress()) throw e.ofWhole("occurrences of " + event.name());
            if (batch.size() == 1) {
                results.put(batch.get(0), refused(batch.get(0), e.error()));
                return;
            }
            for (List<PublishOutcome> half : Chunks.of(batch, (batch.size() + 1) / 2)) send(half, known, results);
        }
    }

    private static WriteResult refused(PublishOutcome command, MappedError error) {
        if (error.code() == AdapterErrorCode.DUPLICATE_DETECTED) return new WriteResult.Unchanged(command.on());
        return new WriteResult.Rejected(
                command.on(), error.code(), error.words(command.details().values()));
    }

    private ObjectNode occurrence(PublishOutcome command, OutcomeEvent.Known known) {
        ObjectNode occurrence = Json.object()
                .put("eventName", known.name())
                .put("objectId", refs.currentId(command.on()))
                .put("occurredAt", command.at().toString())
                .put("uuid", uuid(command).toString());
        ObjectNode properties = occurrence.putObject("properties");
        OutcomeEvent.values(command.outcome(), command.ledgerKey(), command.details(), known)
                .forEach((name, value) -> {
                    if (!value.isEmpty()) properties.put(name, cut(value));
                });
        return occurrence;
    }

    private static String cut(String value) {
        if (value.length() <= LONGEST_VALUE) return value;
        int end = LONGEST_VALUE - 1;
        // Half a pair of surrogates is no character.
        if (Character.isHighSurrogate(value.charAt(end - 1))) end--;
        return value.substring(0, end) + "…";
    }

    private static UUID uuid(PublishOutcome command) {
        return UUID.nameUUIDFromBytes(command.ledgerKey().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An occurrence is listed some time after it was taken, so that one which is not found may still come. It is told as not
     * applied all the same: what is sent again has the same uuid, and is no second one.
     */
    @Override
    public List<WriteResult> settle(List<PublishOutcome> unknown) {
        if (unknown.isEmpty()) return List.of();
        OutcomeEvent.Known known = event.required();
        List<WriteResult> outcomes = new ArrayList<>();
        for (PublishOutcome command : unknown) {
            outcomes.add(find(command, known)
                    .map(id -> written(command, id))
                    .orElseGet(() -> new WriteResult.NotApplied(command.on())));
        }
        return outcomes;
    }

    /** By the ledger key and not by contact: a merge since then has given the contact another id. */
    private Optional<String> find(PublishOutcome command, OutcomeEvent.Known known) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("eventType", known.name());
        query.put("property." + OutcomeEvent.LEDGER_KEY, command.ledgerKey());
        JsonNode answer = RefusedException.translating(
                "its event occurrences",
                () -> client.get(
                        Operation.read("event occurrences"), paths.eventOccurrences(), query, WholeAnswer.list("id")));
        for (JsonNode each : answer.path("results")) {
            boolean ours = each.path("properties")
                    .path(OutcomeEvent.LEDGER_KEY)
                    .asText("")
                    .equals(command.ledgerKey());
            if (ours) return Optional.of(each.path("id").asText(""));
        }
        return Optional.empty();
    }

    private static WriteResult written(PublishOutcome command, String id) {
        return new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id));
    }
}
