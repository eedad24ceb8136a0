package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a bulk lead extract holds. */
final class LeadExtracts {
    private final LeadDatabase database;
    private final StaticLists lists;
    private final Settings settings;

    LeadExtracts(LeadDatabase database, StaticLists lists, Settings settings) {
        this.database = database;
        this.lists = lists;
        this.settings = settings;
    }

    BulkExtracts.Extract asked(ApiCall call) {
        List<String> fields = new ArrayList<>();
        for (JsonNode each : call.body().path("fields")) fields.add(each.asText());
        if (fields.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'fields'");
        for (String field : fields) {
            if (database.schema().find(field).isEmpty()) throw new Refusal("1006", "Field '" + field + "' not found");
        }
        Predicate<Lead> filter = filter(call.body().path("filter"));
        JsonNode headers = call.body().path("columnHeaderNames");
        String header = fields.stream()
                .map(field -> BulkExtracts.cell(headers.path(field).asText(field)))
                .collect(Collectors.joining(","));
        return () -> file(header, fields, filter);
    }

    private Predicate<Lead> filter(JsonNode filter) {
        // "Only one filter type per job": "Bulk Lead Extract", "Filters".
        if (filter.size() != 1) throw new Refusal("1003", "Exactly one filter is required");
        String type = filter.fieldNames().next();
        JsonNode value = filter.path(type);
        switch (type) {
            case "createdAt":
                BulkExtracts.Window created = BulkExtracts.Window.of(value);
                return lead -> created.holds(lead.createdAt());
            case "updatedAt":
                if (!settings.on("bulkUpdatedAt")) {
                    throw new Refusal("1035", "Unsupported filter type for target subscription");
                }
                BulkExtracts.Window updated = BulkExtracts.Window.of(value);
                return lead -> updated.holds(lead.updatedAt());
            case "staticListId":
                return onList(lists.members(value.asInt()).orElseThrow(() -> new Refusal("1013", "List not found")));
            case "staticListName":
                return onList(lists.members(value.asText()).orElseThrow(() -> new Refusal("1013", "List not found")));
            default:
                throw new Refusal("1035", "Unsupported filter type for target subscription");
        }
    }

    private static Predicate<Lead> onList(Set<Integer> members) {
        return lead -> members.contains(lead.id());
    }

    private BulkExtracts.Csv file(String header, List<String> fields, Predicate<Lead> filter) {
        StringBuilder text = new StringBuilder(header).append('\n');
        int records = 0;
        for (Lead lead : database.leads().all()) {
            if (!filter.test(lead)) continue;
            records++;
            for (int i = 0; i < fields.size(); i++) {
                if (i > 0) text.append(',');
                text.append(BulkExtracts.cell(lead.get(fields.get(i))));
            }
            text.append('\n');
        }
        return new BulkExtracts.Csv(text.toString(), records);
    }
}
