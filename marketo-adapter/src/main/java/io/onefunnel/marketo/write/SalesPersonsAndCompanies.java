package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Expected;
import io.onefunnel.marketo.client.FilterQuery;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who sells and who buys: a sales person and a company for each opportunity, before it ("Opportunities": both must be there).
 * Only what is not there yet, or is there otherwise, is written. The company of a lead is never touched.
 */
final class SalesPersonsAndCompanies {
    private static final String SALES_PERSON = "externalSalesPersonId";
    private static final String COMPANY = "externalCompanyId";
    // "Maximum 300": "Companies" and "Sales Persons", "Create and Update".
    private static final int BATCH = 300;
    // "externalSalesPersonId": 255 characters, "externalCompanyId": 100.
    private static final int LONGEST_SALES_PERSON = 255;
    private static final int LONGEST_COMPANY = 100;

    private final MarketoClient client;
    private final boolean wanted;
    private final Map<String, Map<String, String>> there = new HashMap<>();
    private boolean refused;

    /** @param wanted whether the admin lets us write them */
    SalesPersonsAndCompanies(MarketoClient client, boolean wanted) {
        this.client = client;
        this.wanted = wanted;
    }

    /** Writes those of these outcomes, sales persons first: a company may name one. */
    void write(List<PublishOutcome> commands) {
        if (!wanted || refused) return;
        try {
            write("salespersons", SALES_PERSON, records(commands, SalesPersonsAndCompanies::salesPerson));
            write("companies", COMPANY, records(commands, SalesPersonsAndCompanies::company));
        } catch (RefusedException denied) {
            // Without the permission opportunities go without them, as `doctor` says; 1018 is for the caller.
            if (!denied.is("603") && !denied.is("703")) throw denied;
            refused = true;
        }
    }

    /** Marketo does not know a sales person (718): what we believed to be there is looked at again. */
    void forget() {
        there.clear();
    }

    /** What an opportunity says of them. */
    Map<String, String> links(PublishOutcome command) {
        Map<String, String> links = new LinkedHashMap<>();
        salesPerson(command)
                .map(each -> each.getOrDefault(SALES_PERSON, ""))
                .ifPresent(id -> put(links, SALES_PERSON, id));
        company(command).map(each -> each.getOrDefault(COMPANY, "")).ifPresent(id -> put(links, COMPANY, id));
        return links;
    }

    /** Only who is known to be there: a name that Marketo does not know refuses the opportunity. */
    private void put(Map<String, String> links, String key, String id) {
        if (there.containsKey(key + id)) links.put(key, id);
    }

    private interface Shape {
        Optional<Map<String, String>> of(PublishOutcome command);
    }

    private static Collection<Map<String, String>> records(List<PublishOutcome> commands, Shape shape) {
        Set<Map<String, String>> records = new HashSet<>();
        commands.forEach(command -> shape.of(command).ifPresent(records::add));
        return records;
    }

    private static Optional<Map<String, String>> salesPerson(PublishOutcome command) {
        String owner = command.details().getOrDefault(EventAttributes.OPPORTUNITY_OWNER, "");
        if (owner.isEmpty()) return Optional.empty();
        Map<String, String> record = new LinkedHashMap<>();
        record.put(SALES_PERSON, ExternalKey.of(owner, LONGEST_SALES_PERSON));
        String name = command.details()
                .getOrDefault(EventAttributes.OPPORTUNITY_OWNER_NAME, "")
                .strip();
        int last = name.lastIndexOf(' ');
        if (last > 0) record.put("firstName", name.substring(0, last).strip());
        if (!name.isEmpty()) record.put("lastName", name.substring(last + 1));
        String email = command.details().getOrDefault(EventAttributes.OPPORTUNITY_OWNER_EMAIL, "");
        if (!email.isEmpty()) record.put("email", email);
        return Optional.of(record);
    }

    private static Optional<Map<String, String>> company(PublishOutcome command) {
        String account = command.details().getOrDefault(EventAttributes.ACCOUNT, "");
        String name = command.details().getOrDefault(EventAttributes.ACCOUNT_NAME, "");
        if (account.isEmpty() || name.isEmpty()) return Optional.empty();
        return Optional.of(Map.of(COMPANY, ExternalKey.of(account, LONGEST_COMPANY), "company", name));
    }

    private void write(String path, String key, Collection<Map<String, String>> records) {
        Map<String, Map<String, String>> byId = new LinkedHashMap<>();
        for (Map<String, String> each : records) byId.put(each.getOrDefault(key, ""), each);
        for (List<String> batch : Chunks.of(List.copyOf(byId.keySet()), BATCH)) {
            List<String> unknown =
                    batch.stream().filter(id -> !there.containsKey(key + id)).toList();
            if (!unknown.isEmpty()) look(path, key, unknown, byId);
            List<Map<String, String>> otherwise = new ArrayList<>();
            for (String id : batch) {
                Map<String, String> record = byId.getOrDefault(id, Map.of());
                boolean same = there.getOrDefault(key + id, Map.of()).entrySet().containsAll(record.entrySet());
                if (!same) otherwise.add(record);
            }
            if (!otherwise.isEmpty()) send(path, key, otherwise);
        }
    }

    private void look(String path, String key, List<String> ids, Map<String, Map<String, String>> byId) {
        Set<String> fields = new HashSet<>(Set.of(key));
        byId.values().forEach(record -> fields.addAll(record.keySet()));
        Map<String, String> query = FilterQuery.of(key, ids, fields, BATCH);
        for (Map<String, String> row : client.page("query " + path, Expected.RESULT, "rest/v1/" + path + ".json", query)
                .rows()) {
            there.put(key + row.getOrDefault(key, ""), row);
        }
    }

    private void send(String path, String key, List<Map<String, String>> records) {
        ObjectNode body = Json.object().put("action", "createOrUpdate").put("dedupeBy", "dedupeFields");
        records.forEach(record -> record.forEach(body.withArray("input").addObject()::put));
        JsonNode rows = client.post(
                        "sync " + path, MarketoClient.Effect.UPSERTS, "rest/v1/" + path + ".json", Map.of(), body)
                .path("result");
        for (int i = 0; i < records.size(); i++) {
            String status = rows.path(i).path("status").asText("");
            // One that is refused is left out of its opportunity, which goes on without it.
            if (status.equals("created") || status.equals("updated")) {
                there.put(key + records.get(i).getOrDefault(key, ""), records.get(i));
            }
        }
    }
}
