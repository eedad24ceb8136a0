package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells outcomes as occurrences of a custom event on the contact's timeline. Their uuid is made from the ledger key, and
 * of several with one uuid HubSpot keeps the first for a year: an occurrence that is sent again is none, however late it can
 * be read back.
 */
final class OutcomeWrites implements CommandWriter<PublishOutcome> {
    // "The batch endpoint supports batches of 500": guide "Send custom event occurrences", "Limits".
    private static final int BATCH = 500;
    // "All other properties can receive up to 256 characters": the same.
    private static final int LONGEST_VALUE = 256;
    private static final Duration LATER = Duration.ofMinutes(1);

    private final HubSpotHttp http;
    private final HubSpotPaths paths;
    private final OutcomeEvent event;
    private final LiveRecords live;
    private final Ids ids;
    private final InstantSource clock;

    OutcomeWrites(
            HubSpotHttp http, HubSpotPaths paths, OutcomeEvent event, LiveRecords live, Ids ids, InstantSource clock) {
        this.http = http;
        this.paths = paths;
        this.event = event;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public List<WriteResult> write(List<PublishOutcome> commands) {
        if (commands.isEmpty()) return List.of();
        OutcomeEvent.Known known = event.required();
        Map<PublishOutcome, WriteResult> outcomes = new LinkedHashMap<>();
        List<PublishOutcome> rest = livingPeople(commands, outcomes);
        try {
            for (List<PublishOutcome> batch : Chunks.of(rest, BATCH)) send(batch, known, outcomes);
        } catch (AdapterException e) {
            boolean nothingWritten = outcomes.values().stream()
                    .noneMatch(outcome ->
                            outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unknown);
            if (nothingWritten) throw e;
            for (PublishOutcome command : rest) {
                outcomes.putIfAbsent(
                        command,
                        new WriteResult.Deferred(
                                command.on(),
                                e.notBefore().orElse(clock.instant().plus(LATER))));
            }
        }
        return commands.stream()
                .map(command -> Objects.requireNonNull(outcomes.get(command)))
                .toList();
    }

    /** What HubSpot says to an occurrence of a contact that is gone or merged away is not documented: none is sent. */
    private List<PublishOutcome> livingPeople(
            List<PublishOutcome> commands, Map<PublishOutcome, WriteResult> outcomes) {
        Map<MappedType, List<PublishOutcome>> byType = new LinkedHashMap<>();
        for (PublishOutcome command : commands) {
            Optional<MappedType> type = ids.type(command.on()).filter(OutcomeWrites::isContact);
            if (type.isEmpty()) outcomes.put(command, FieldWrites.unknownType(command));
            else byType.computeIfAbsent(type.get(), key -> new ArrayList<>()).add(command);
        }
        List<PublishOutcome> there = new ArrayList<>();
        byType.forEach((type, some) -> {
            Map<SourceRef, VendorObject> found =
                    live.find(some.stream().map(PublishOutcome::on).toList(), type, List.of());
            for (PublishOutcome command : some) {
                if (found.containsKey(command.on())) there.add(command);
                else
                    outcomes.put(
                            command,
                            new WriteResult.Rejected(command.on(), AdapterErrorCode.RECORD_GONE, "no such contact"));
            }
        });
        return there;
    }

    private static boolean isContact(MappedType type) {
        return type.isMain() && type.object().equals("contacts");
    }

    /** An answer speaks of the whole batch: one that is refused is split until the bad one stands alone. */
    private void send(List<PublishOutcome> batch, OutcomeEvent.Known known, Map<PublishOutcome, WriteResult> outcomes) {
        ObjectNode body = Json.object();
        ArrayNode inputs = body.putArray("inputs");
        batch.forEach(command -> inputs.add(occurrence(command, known)));
        try {
            http.post(Operation.write("send events"), paths.sendEvents(), body);
            batch.forEach(command ->
                    outcomes.put(command, written(command, uuid(command).toString())));
        } catch (MaybeAppliedException e) {
            batch.forEach(command -> outcomes.put(command, new WriteResult.Unknown(command.on())));
        } catch (RefusedException e) {
            if (batch.size() == 1) {
                outcomes.put(batch.get(0), refused(batch.get(0), e.failure()));
                return;
            }
            for (List<PublishOutcome> half : Chunks.of(batch, (batch.size() + 1) / 2)) send(half, known, outcomes);
        }
    }

    private static WriteResult refused(PublishOutcome command, Failure failure) {
        if (failure.code() == AdapterErrorCode.DUPLICATE_DETECTED) return new WriteResult.Unchanged(command.on());
        return new WriteResult.Rejected(
                command.on(), failure.code(), failure.words(command.details().values()));
    }

    private ObjectNode occurrence(PublishOutcome command, OutcomeEvent.Known known) {
        ObjectNode occurrence = Json.object()
                .put("eventName", known.name())
                .put("objectId", ids.vendorId(ids.current(command.on())))
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
        JsonNode answer;
        try {
            answer = http.get(Operation.read("event occurrences"), paths.eventOccurrences(), query);
        } catch (RefusedException e) {
            throw e.ofWhole("its event occurrences");
        }
        for (JsonNode each : answer.path("results")) {
            boolean ours = each.path("properties")
                    .path(OutcomeEvent.LEDGER_KEY)
                    .asText()
                    .equals(command.ledgerKey());
            if (ours) return Optional.of(each.path("id").asText());
        }
        return Optional.empty();
    }

    private static WriteResult written(PublishOutcome command, String id) {
        return new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id));
    }
}
