package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The opportunities that outcomes are about, and the people's roles in them, where no native CRM sync brings them. Keyed by
 * an id from outside, so that the same written again is the same.
 */
final class Opportunities {
    // 300 records a call: "Opportunities", "Create and Update".
    private static final int BATCH = 300;
    // "externalOpportunityId": 50 characters.
    private static final int LONGEST_KEY = 50;
    // "~" and sixteen digits.
    private static final int CHARACTERS_OF_A_DIGEST = 17;
    private static final Set<String> CLOSED = Set.of("CLOSED_WON", "CLOSED_LOST");
    private static final Set<String> OPEN = Set.of("OPPORTUNITY_CREATED", "OPPORTUNITY_REOPENED");

    private final MarketoClient client;
    private final ClosedLoop loop;
    private final Parties parties;
    private final Batches batches;
    private final String role;

    Opportunities(MarketoClient client, ClosedLoop loop, Parties parties, Batches batches, String role) {
        this.client = client;
        this.loop = loop;
        this.parties = parties;
        this.batches = batches;
        this.role = role;
    }

    /** Writes what these outcomes say of opportunities; what was refused, by command. */
    Map<PublishOutcome, WriteResult> write(List<PublishOutcome> commands) {
        List<PublishOutcome> concerned =
                commands.stream().filter(each -> key(each).isPresent()).toList();
        if (concerned.isEmpty() || loop.mode() != ClosedLoop.Mode.BY_API) return Map.of();
        try {
            parties.write(concerned);
            Map<PublishOutcome, WriteResult> refused = opportunities(concerned);
            List<PublishOutcome> rest = concerned.stream()
                    .filter(each -> !refused.containsKey(each))
                    .toList();
            refused.putAll(roles(rest));
            return refused;
        } catch (Refused refused) {
            if (!refused.is("1018")) throw refused;
            // A native sync was switched on: from now on it brings them, and the outcome goes its other ways.
            loop.crmSyncIsOn();
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
                .forEach(command -> latest.put(key(command).orElseThrow(), command));
        Map<String, WriteResult> refusedKeys = new HashMap<>();
        HeldOpportunities held = HeldOpportunities.like(
                client, latest.values().stream().map(this::opportunity).toList());
        List<PublishOutcome> ones = latest.values().stream()
                .filter(each -> !held.has(opportunity(each)))
                .toList();
        List<WriteResult> outcomes = new ArrayList<>(
                send("sync opportunities", "rest/v1/opportunities.json", "createOrUpdate", ones, this::opportunity));
        repeatWithSalesPersons(ones, outcomes);
        for (int i = 0; i < ones.size(); i++) {
            if (!isDone(outcomes.get(i))) refusedKeys.put(key(ones.get(i)).orElseThrow(), outcomes.get(i));
        }
        Map<PublishOutcome, WriteResult> refused = new HashMap<>();
        for (PublishOutcome each : commands) {
            Optional.ofNullable(refusedKeys.get(key(each).orElseThrow()))
                    .ifPresent(why -> refused.put(each, at(each.on(), why)));
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
        List<WriteResult> second =
                send("sync opportunities", "rest/v1/opportunities.json", "createOrUpdate", again, this::opportunity);
        for (int i = 0; i < again.size(); i++) outcomes.set(places.get(i), second.get(i));
    }

    private Map<PublishOutcome, WriteResult> roles(List<PublishOutcome> commands) {
        Map<PublishOutcome, WriteResult> refused = new HashMap<>();
        // Of a role there is nothing to update: writing it again would be a write for nothing.
        List<WriteResult> outcomes =
                send("sync opportunity roles", "rest/v1/opportunities/roles.json", "createOnly", commands, this::role);
        for (int i = 0; i < commands.size(); i++) {
            if (!isDone(outcomes.get(i))) refused.put(commands.get(i), outcomes.get(i));
        }
        return refused;
    }

    private interface Shape {
        ObjectNode of(PublishOutcome command);
    }

    private List<WriteResult> send(
            String operation, String path, String action, List<PublishOutcome> commands, Shape shape) {
        if (commands.isEmpty()) return List.of();
        List<List<PublishOutcome>> split =
                Bodies.split(commands, BATCH, each -> shape.of(each).toString());
        return batches.send(split, batch -> {
            ObjectNode body = Json.object().put("action", action).put("dedupeBy", "dedupeFields");
            batch.forEach(command -> body.withArray("input").add(shape.of(command)));
            JsonNode rows = client.post(operation, MarketoClient.Effect.UPSERTS, path, Map.of(), body)
                    .path("result");
            return outcomes(batch, rows);
        });
    }

    private List<WriteResult> outcomes(List<PublishOutcome> batch, JsonNode rows) {
        List<WriteResult> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            SourceRef on = batch.get(i).on();
            outcomes.add(rows.size() == batch.size() ? outcome(on, rows.get(i)) : new WriteResult.Unknown(on));
        }
        return outcomes;
    }

    private WriteResult outcome(SourceRef on, JsonNode row) {
        String status = row.path("status").asText();
        if (status.equals("created") || status.equals("updated")) return WriteResult.Written.of(on);
        JsonNode reason = row.path("reasons").path(0);
        String code = reason.path("code").asText("");
        // "Object already exists": what was to be is.
        if (code.equals("1017")) return new WriteResult.Unchanged(on);
        // Seen in one row, it is true of all.
        if (code.equals("1018")) throw new Refused(VendorCodes.of(code, ""), "1018 CRM Enabled", null, null);
        return batches.skipped(on, code, reason.path("message").asText("skipped"));
    }

    private ObjectNode opportunity(PublishOutcome command) {
        Map<String, String> details = command.details();
        String key = key(command).orElseThrow();
        ObjectNode record = Json.object().put(HeldOpportunities.KEY, key);
        // The name must not be null: "Opportunities", "Create and Update".
        record.put("name", details.getOrDefault(EventAttributes.OPPORTUNITY_NAME, key));
        put(
                record,
                "stage",
                details.getOrDefault(EventAttributes.OPPORTUNITY_STAGE, details.get(EventAttributes.STAGE)));
        put(record, "closeDate", details.get(EventAttributes.CLOSE_DATE));
        put(record, "source", details.get(EventAttributes.SOURCE_SYSTEM));
        String amount = details.get(EventAttributes.AMOUNT);
        if (amount != null && allows("amount")) record.put("amount", new BigDecimal(amount));
        parties.links(command).forEach((name, id) -> put(record, name, id));
        String outcome = details.getOrDefault(EventAttributes.OUTCOME, "");
        boolean closed = CLOSED.contains(outcome);
        if (closed || OPEN.contains(outcome)) {
            if (allows("isClosed")) record.put("isClosed", closed);
            if (allows("isWon")) record.put("isWon", outcome.equals("CLOSED_WON"));
        }
        return record;
    }

    private void put(ObjectNode record, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty() && allows(name)) record.put(name, value);
    }

    /** The fields of opportunities differ between instances. */
    private boolean allows(String name) {
        return loop.opportunityFields().contains(name);
    }

    private ObjectNode role(PublishOutcome command) {
        return Json.object()
                .put(HeldOpportunities.KEY, key(command).orElseThrow())
                .put("leadId", Long.parseLong(command.on().id()))
                .put("role", role);
    }

    /** "salesforce:006…": several sources never collide. */
    static Optional<String> key(PublishOutcome command) {
        String text = command.details().getOrDefault(EventAttributes.OPPORTUNITY, "");
        if (text.isEmpty()) return Optional.empty();
        return Optional.of(key(text, LONGEST_KEY));
    }

    /** A record's ref, "connection/KIND/id", as a key of at most so many characters. */
    static String key(String ref, int longest) {
        String key = ref.replaceFirst("/[A-Z_]+/", ":");
        if (key.length() <= longest) return key;
        return key.substring(0, longest - CHARACTERS_OF_A_DIGEST) + "~" + digest(key);
    }

    private static String digest(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isDone(WriteResult outcome) {
        return outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unchanged;
    }

    /** The same refusal, told of another person in the same opportunity. */
    private static WriteResult at(SourceRef on, WriteResult why) {
        if (why instanceof WriteResult.Rejected rejected)
            return new WriteResult.Rejected(on, rejected.code(), rejected.vendorMessage());
        if (why instanceof WriteResult.Deferred deferred) return new WriteResult.Deferred(on, deferred.notBefore());
        return new WriteResult.Unknown(on);
    }
}
