package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.marketo.client.VendorDates;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Outcomes of sales, in all the ways that Marketo has for them: the opportunity and the person's role in it, the status
 * in the program that began the work, and a custom activity. What may be repeated without harm comes first and the
 * activity last, so that an activity that is found proves the rest.
 */
public final class OutcomeWriter extends MarketoWriter<PublishOutcome> {
    // "Maximum of 300 activities": "Activities", "Add Custom Activities".
    private static final int BATCH = 300;

    private final MarketoClient client;
    private final OutcomeActivityType type;
    private final PublishedOutcomes published;
    private final OpportunityWriter opportunities;
    private final ProgramStatusWriter programs;
    private final CampaignRequests campaigns;
    private final BatchSender batches;

    public OutcomeWriter(
            MarketoConnection connection, OutcomeActivityType type, OpportunityRoute route, OutcomeOptions options) {
        this.client = connection.writing();
        this.type = type;
        this.batches = new BatchSender(client);
        this.published = new PublishedOutcomes(connection);
        this.opportunities = new OpportunityWriter(client, route, batches, options);
        this.programs = new ProgramStatusWriter(client, batches, options);
        this.campaigns = new CampaignRequests(client, options.campaign());
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    protected List<WriteResult> written(List<PublishOutcome> commands) {
        OutcomeActivityType.Known known = type.required();
        Map<PublishOutcome, WriteResult> outcomes = new HashMap<>();
        Map<String, String> there = published.beforeWriting(commands, known);
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
        return inOrder(commands, outcomes);
    }

    @Override
    protected List<WriteResult> settled(List<PublishOutcome> unknown) {
        PublishedOutcomes.Found found = published.settling(unknown, type.required());
        List<WriteResult> outcomes = new ArrayList<>();
        for (PublishOutcome command : unknown) {
            String id = found.ids().get(command.ledgerKey());
            if (id != null) outcomes.add(new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id)));
            // Not found so far: the look goes on with the next settling.
            else if (!found.complete()) outcomes.add(new WriteResult.Unknown(command.on()));
            else outcomes.add(new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    private static List<PublishOutcome> open(List<PublishOutcome> commands, Map<PublishOutcome, WriteResult> outcomes) {
        return commands.stream().filter(each -> !outcomes.containsKey(each)).toList();
    }

    private List<WriteResult> add(List<PublishOutcome> commands, OutcomeActivityType.Known known) {
        List<List<PublishOutcome>> split =
                BodySizeLimit.split(commands, BATCH, each -> record(each, known).toString());
        return batches.send(split, batch -> send(batch, known));
    }

    private List<WriteResult> send(List<PublishOutcome> batch, OutcomeActivityType.Known known) {
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
        return BatchSender.outcomes(batch, rows, this::outcome);
    }

    private static ObjectNode record(PublishOutcome command, OutcomeActivityType.Known known) {
        ObjectNode record = Json.object()
                .put("leadId", Long.parseLong(command.on().id()))
                .put("activityDate", VendorDates.write(command.at()))
                .put("activityTypeId", Long.parseLong(known.id()))
                .put("primaryAttributeValue", command.outcome());
        ArrayNode attributes = record.putArray("attributes");
        attributes.addObject().put("apiName", OutcomeActivityType.LEDGER_KEY).put("value", command.ledgerKey());
        StringBuilder other = new StringBuilder();
        new TreeMap<>(command.details()).forEach((detail, value) -> {
            String name = OutcomeActivityType.attribute(detail);
            if (value.isEmpty() || OutcomeActivityType.isOfTheOpportunity(detail)) return;
            if (known.attributes().containsKey(name))
                attributes.addObject().put("apiName", name).put("value", value);
            else if (!detail.equals(EventAttributes.OUTCOME))
                other.append(other.isEmpty() ? "" : "; ")
                        .append(detail)
                        .append(": ")
                        .append(value);
        });
        if (!other.isEmpty())
            attributes.addObject().put("apiName", OutcomeActivityType.OTHER).put("value", other.toString());
        return record;
    }

    private WriteResult outcome(PublishOutcome command, JsonNode row) {
        if (row.path("status").asText("").equals("added")) {
            String id = row.path("marketoGUID").asText(row.path("id").asText(""));
            published.added(command, id);
            return new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id));
        }
        // This endpoint says "errors" where all others say "reasons".
        return batches.skipped(command.on(), row, SkipReason.under("errors", row));
    }
}
