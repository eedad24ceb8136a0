package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Outcomes of sales, in all the ways that Marketo has for them: the opportunity and the person's role in it, the status
 * in the program that began the work, and a custom activity. What may be repeated without harm comes first and the
 * activity last, so that an activity that is found proves the rest.
 */
final class OutcomeWrites implements CommandWriter<PublishOutcome> {
    // "Maximum of 300 activities": "Activities", "Add Custom Activities".
    private static final int BATCH = 300;

    private final MarketoClient client;
    private final OutcomeType type;
    private final PublishedOutcomes published;
    private final Opportunities opportunities;
    private final ProgramStatuses programs;
    private final CampaignRequests campaigns;
    private final Batches batches;

    OutcomeWrites(
            MarketoClient client,
            OutcomeType type,
            PublishedOutcomes published,
            Opportunities opportunities,
            ProgramStatuses programs,
            CampaignRequests campaigns,
            Batches batches) {
        this.client = client;
        this.type = type;
        this.published = published;
        this.opportunities = opportunities;
        this.programs = programs;
        this.campaigns = campaigns;
        this.batches = batches;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public List<WriteResult> write(List<PublishOutcome> commands) {
        if (commands.isEmpty()) return List.of();
        return Boundary.cross(() -> {
            OutcomeType.Known known = type.required();
            Map<PublishOutcome, WriteResult> outcomes = new HashMap<>();
            Map<String, String> there = published.of(commands, known);
            for (PublishOutcome each : commands) {
                if (there.containsKey(each.ledgerKey())) outcomes.put(each, new WriteResult.Unchanged(each.on()));
            }
            outcomes.putAll(opportunities.write(open(commands, outcomes)));
            outcomes.putAll(programs.write(open(commands, outcomes)));
            List<PublishOutcome> rest = open(commands, outcomes);
            List<WriteResult> added = add(rest, known);
            List<PublishOutcome> written = new ArrayList<>();
            for (int i = 0; i < rest.size(); i++) {
                outcomes.put(rest.get(i), added.get(i));
                if (added.get(i) instanceof WriteResult.Written) written.add(rest.get(i));
            }
            outcomes.putAll(campaigns.make(written));
            return commands.stream()
                    .map(each -> Objects.requireNonNull(outcomes.get(each)))
                    .toList();
        });
    }

    @Override
    public List<WriteResult> settle(List<PublishOutcome> unknown) {
        if (unknown.isEmpty()) return List.of();
        return Boundary.cross(() -> {
            Map<String, String> there = published.of(unknown, type.required());
            List<WriteResult> outcomes = new ArrayList<>();
            for (PublishOutcome command : unknown) {
                String id = there.get(command.ledgerKey());
                outcomes.add(
                        id == null
                                ? new WriteResult.NotApplied(command.on())
                                : new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id)));
            }
            return outcomes;
        });
    }

    private static List<PublishOutcome> open(List<PublishOutcome> commands, Map<PublishOutcome, WriteResult> outcomes) {
        return commands.stream().filter(each -> !outcomes.containsKey(each)).toList();
    }

    private List<WriteResult> add(List<PublishOutcome> commands, OutcomeType.Known known) {
        List<List<PublishOutcome>> split =
                Bodies.split(commands, BATCH, each -> record(each, known).toString());
        return batches.send(split, batch -> send(batch, known));
    }

    private List<WriteResult> send(List<PublishOutcome> batch, OutcomeType.Known known) {
        ObjectNode body = Json.object();
        ArrayNode input = body.putArray("input");
        batch.forEach(command -> input.add(record(command, known)));
        JsonNode rows = client.post(
                        "add custom activities",
                        MarketoClient.Effect.APPENDS,
                        "rest/v1/activities/external.json",
                        Map.of(),
                        body)
                .path("result");
        List<WriteResult> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            outcomes.add(
                    rows.size() == batch.size()
                            ? outcome(batch.get(i), rows.get(i))
                            : new WriteResult.Unknown(batch.get(i).on()));
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
        new TreeMap<>(command.details()).forEach((detail, value) -> {
            String name = OutcomeType.attribute(detail);
            if (value.isEmpty() || OutcomeType.isOfTheOpportunity(detail)) return;
            if (known.attributes().containsKey(name))
                attributes.addObject().put("apiName", name).put("value", value);
            else if (!detail.equals(EventAttributes.OUTCOME))
                other.append(other.isEmpty() ? "" : "; ")
                        .append(detail)
                        .append(": ")
                        .append(value);
        });
        if (!other.isEmpty())
            attributes.addObject().put("apiName", OutcomeType.OTHER).put("value", other.toString());
        return record;
    }

    private WriteResult outcome(PublishOutcome command, JsonNode row) {
        if (row.path("status").asText().equals("added")) {
            String id = row.path("marketoGUID").asText(row.path("id").asText(""));
            published.added(command, id);
            return new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id));
        }
        // This endpoint says "errors" where all others say "reasons".
        JsonNode reason = row.path("errors").path(0);
        return batches.skipped(
                command.on(),
                reason.path("code").asText(""),
                reason.path("message").asText("skipped"));
    }
}
