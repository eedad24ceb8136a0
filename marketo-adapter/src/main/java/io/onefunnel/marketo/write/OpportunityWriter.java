package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.ErrorMapping;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The opportunities that outcomes are about, and the people's roles in them, where no native CRM sync brings them. Keyed by
 * an id from outside, so that the same written again is the same.
 */
final class OpportunityWriter {
    // 300 records a call: "Opportunities", "Create and Update".
    private static final int BATCH = 300;

    private final MarketoClient client;
    private final OpportunityRoute route;
    private final SalesPersonsAndCompanies parties;
    private final OpportunityRecords records;
    private final BatchSender batches;

    OpportunityWriter(MarketoClient client, OpportunityRoute route, BatchSender batches, OutcomeOptions options) {
        this.client = client;
        this.route = route;
        this.parties = new SalesPersonsAndCompanies(client, options.companies());
        this.records = new OpportunityRecords(route, parties, options.role());
        this.batches = batches;
    }

    /** Writes what these outcomes say of opportunities; what was refused, by command. */
    Map<PublishOutcome, WriteResult> write(List<PublishOutcome> commands) {
        List<PublishOutcome> concerned = commands.stream()
                .filter(each -> OpportunityRecords.key(each).isPresent())
                .toList();
        if (concerned.isEmpty() || route.mode() != OpportunityRoute.Mode.BY_API) return Map.of();
        try {
            parties.write(concerned);
            Map<PublishOutcome, WriteResult> refused = opportunities(concerned);
            List<PublishOutcome> rest = concerned.stream()
                    .filter(each -> !refused.containsKey(each))
                    .toList();
            refused.putAll(roles(rest));
            return refused;
        } catch (RefusedException refused) {
            if (!refused.is("1018")) throw refused;
            // A native sync was switched on: from now on it brings them, and the outcome goes its other ways.
            route.crmSyncIsOn();
            return Map.of();
        }
    }

    /**
     * Several people may be in one opportunity: it is written once, as the latest outcome leaves it, and not at all when it
     * is so already.
     */
    private Map<PublishOutcome, WriteResult> opportunities(List<PublishOutcome> commands) {
        Map<String, PublishOutcome> latest = new LinkedHashMap<>();
        commands.stream()
                .sorted(Comparator.comparing(PublishOutcome::at))
                .forEach(command -> latest.put(key(command), command));
        ExistingOpportunities existing = ExistingOpportunities.like(
                client, latest.values().stream().map(records::opportunity).toList());
        List<PublishOutcome> ones = latest.values().stream()
                .filter(each -> !existing.has(records.opportunity(each)))
                .toList();
        List<WriteResult> outcomes = new ArrayList<>(sendOpportunities(ones));
        repeatWithSalesPersons(ones, outcomes);
        Map<String, WriteResult> refusedKeys = new HashMap<>();
        BatchSender.failed(ones, outcomes).forEach((command, why) -> refusedKeys.put(key(command), why));
        Map<PublishOutcome, WriteResult> refused = new HashMap<>();
        for (PublishOutcome each : commands) {
            Optional.ofNullable(refusedKeys.get(key(each))).ifPresent(why -> refused.put(each, at(each.on(), why)));
        }
        return refused;
    }

    /** A sales person who was there when we looked is gone (718): made anew, and the opportunity once more. */
    private void repeatWithSalesPersons(List<PublishOutcome> ones, List<WriteResult> outcomes) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < ones.size(); i++) {
            boolean unknown = outcomes.get(i) instanceof WriteResult.Rejected rejected
                    && rejected.vendorMessage().startsWith("718");
            if (unknown) places.add(i);
        }
        if (places.isEmpty()) return;
        List<PublishOutcome> again = places.stream().map(ones::get).toList();
        parties.forget();
        parties.write(again);
        List<WriteResult> second = sendOpportunities(again);
        for (int i = 0; i < again.size(); i++) outcomes.set(places.get(i), second.get(i));
    }

    private List<WriteResult> sendOpportunities(List<PublishOutcome> commands) {
        return send("sync opportunities", "opportunities.json", "createOrUpdate", commands, records::opportunity);
    }

    private Map<PublishOutcome, WriteResult> roles(List<PublishOutcome> commands) {
        // Of a role there is nothing to update: writing it again would be a write for nothing.
        List<WriteResult> outcomes =
                send("sync opportunity roles", "opportunities/roles.json", "createOnly", commands, records::role);
        return BatchSender.failed(commands, outcomes);
    }

    private List<WriteResult> send(
            String operation,
            String path,
            String action,
            List<PublishOutcome> commands,
            Function<PublishOutcome, ObjectNode> shape) {
        if (commands.isEmpty()) return List.of();
        List<List<PublishOutcome>> split =
                BodySizeLimit.split(commands, BATCH, each -> shape.apply(each).toString());
        return batches.send(split, batch -> {
            ObjectNode body = Json.object().put("action", action).put("dedupeBy", "dedupeFields");
            batch.forEach(command -> body.withArray("input").add(shape.apply(command)));
            JsonNode rows = client.post(operation, MarketoClient.Effect.UPSERTS, "rest/v1/" + path, Map.of(), body)
                    .path("result");
            return BatchSender.outcomes(batch, rows, (command, row) -> outcome(command.on(), row));
        });
    }

    private WriteResult outcome(SourceRef on, JsonNode row) {
        String status = row.path("status").asText("");
        if (status.equals("created") || status.equals("updated")) return WriteResult.Written.of(on);
        SkipReason reason = SkipReason.of(row);
        // "Object already exists": what was to be is.
        if (reason.code().equals("1017")) return new WriteResult.Unchanged(on);
        // Seen in one row, it is true of all.
        if (reason.code().equals("1018")) {
            throw new RefusedException(ErrorMapping.of("1018", ""), "1018 CRM Enabled", null, null);
        }
        return batches.skipped(on, row, reason);
    }

    private static String key(PublishOutcome command) {
        return OpportunityRecords.key(command).orElseThrow();
    }

    /** The same refusal, told of another person in the same opportunity. */
    private static WriteResult at(SourceRef on, WriteResult why) {
        if (why instanceof WriteResult.Rejected rejected)
            return new WriteResult.Rejected(on, rejected.code(), rejected.vendorMessage());
        if (why instanceof WriteResult.Deferred deferred) return new WriteResult.Deferred(on, deferred.notBefore());
        return new WriteResult.Unknown(on);
    }
}
