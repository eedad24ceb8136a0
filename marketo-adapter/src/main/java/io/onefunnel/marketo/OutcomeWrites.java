package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Outcomes as custom activities. They are written once and have no idempotency key at the vendor, so our ledger key goes
 * with each as an attribute, and an uncertain one is looked for before anything is sent again.
 */
final class OutcomeWrites implements Writes<PublishOutcome> {
    // "Maximum of 300 activities": "Activities", "Add Custom Activities".
    private static final int BATCH = 300;
    // "leadIds: up to 30": "Activities", "Query".
    private static final int MOST_LEADS = 30;

    private final MarketoClient client;
    private final ActivityStream stream;
    private final OutcomeType type;
    private final Batches batches;

    OutcomeWrites(MarketoClient client, ActivityStream stream, OutcomeType type, Batches batches) {
        this.client = client;
        this.stream = stream;
        this.type = type;
        this.batches = batches;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public List<WriteOutcome> write(List<PublishOutcome> commands) {
        if (commands.isEmpty()) return List.of();
        return Boundary.cross(() -> {
            OutcomeType.Known known = type.required();
            return batches.send(slices(commands, BATCH), batch -> send(batch, known));
        });
    }

    @Override
    public List<WriteOutcome> settle(List<PublishOutcome> unknown) {
        if (unknown.isEmpty()) return List.of();
        return Boundary.cross(() -> {
            Map<String, String> ids = published(unknown, type.required());
            List<WriteOutcome> outcomes = new ArrayList<>();
            for (PublishOutcome command : unknown) {
                String id = ids.get(command.ledgerKey());
                outcomes.add(
                        id == null
                                ? new WriteOutcome.NotApplied(command.on())
                                : new WriteOutcome.Written(command.on(), Optional.empty(), Optional.of(id)));
            }
            return outcomes;
        });
    }

    private List<WriteOutcome> send(List<PublishOutcome> batch, OutcomeType.Known known) {
        ObjectNode body = Json.object();
        ArrayNode input = body.putArray("input");
        batch.forEach(command -> input.add(record(command, known)));
        JsonNode rows = client.post(
                        "add custom activities",
                        MarketoClient.Effect.WRITES,
                        "rest/v1/activities/external.json",
                        Map.of(),
                        body)
                .path("result");
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            outcomes.add(
                    rows.size() == batch.size()
                            ? outcome(batch.get(i), rows.get(i))
                            : new WriteOutcome.Unknown(batch.get(i).on()));
        }
        return outcomes;
    }

    private static ObjectNode record(PublishOutcome command, OutcomeType.Known known) {
        ObjectNode record = Json.object()
                .put("leadId", Long.parseLong(command.on().id()))
                .put("activityDate", VendorDates.write(command.at()))
                .put("activityTypeId", Long.parseLong(known.id()))
                .put("primaryAttributeValue", command.outcome());
        ArrayNode attributes = record.putArray("attributes");
        attributes.addObject().put("apiName", OutcomeType.LEDGER_KEY).put("value", command.ledgerKey());
        StringBuilder other = new StringBuilder();
        new TreeMap<>(command.details()).forEach((name, value) -> {
            if (value.isEmpty()) return;
            if (known.attributes().containsKey(name))
                attributes.addObject().put("apiName", name).put("value", value);
            else
                other.append(other.isEmpty() ? "" : "; ")
                        .append(name)
                        .append(": ")
                        .append(value);
        });
        if (!other.isEmpty())
            attributes.addObject().put("apiName", OutcomeType.OTHER).put("value", other.toString());
        return record;
    }

    private WriteOutcome outcome(PublishOutcome command, JsonNode row) {
        if (row.path("status").asText().equals("added")) {
            String id = row.path("marketoGUID").asText(row.path("id").asText(""));
            return new WriteOutcome.Written(command.on(), Optional.empty(), Optional.of(id));
        }
        // This endpoint says "errors" where all others say "reasons".
        JsonNode reason = row.path("errors").path(0);
        return batches.skipped(
                command.on(),
                reason.path("code").asText(""),
                reason.path("message").asText("skipped"));
    }

    /** Ids of what is there, by ledger key. */
    private Map<String, String> published(List<PublishOutcome> commands, OutcomeType.Known known) {
        Instant earliest = commands.stream()
                .map(PublishOutcome::at)
                .min(Comparator.naturalOrder())
                .orElseGet(client::now)
                .minus(Duration.ofMinutes(1));
        List<String> leads =
                commands.stream().map(each -> each.on().id()).distinct().toList();
        Map<String, String> ids = new HashMap<>();
        for (List<String> some : slices(leads, MOST_LEADS)) {
            String token = "";
            ActivityStream.Page page;
            do {
                page = stream.activitiesOf(token, known.id(), String.join(",", some), earliest);
                for (JsonNode row : page.rows()) ids.putAll(keys(row, known));
                token = page.next();
            } while (page.more());
        }
        return ids;
    }

    private static Map<String, String> keys(JsonNode row, OutcomeType.Known known) {
        String displayName = known.attributes().getOrDefault(OutcomeType.LEDGER_KEY, OutcomeType.LEDGER_KEY);
        Map<String, String> keys = new LinkedHashMap<>();
        for (JsonNode attribute : row.path("attributes")) {
            if (attribute.path("name").asText().equals(displayName)) {
                keys.put(
                        Json.text(attribute.path("value")),
                        row.path("marketoGUID").asText());
            }
        }
        return keys;
    }

    private static <T> List<List<T>> slices(List<T> all, int size) {
        List<List<T>> slices = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            slices.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return slices;
    }
}
