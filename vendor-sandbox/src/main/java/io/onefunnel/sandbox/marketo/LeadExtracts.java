package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

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

    Supplier<ExtractFile> asked(ApiCall call) {
        ExtractFile.Columns columns = ExtractFile.Columns.asked(
                call,
                java.util.List.of(),
                field -> database.schema().find(field).isPresent());
        Predicate<Lead> filter = filter(call.body().path("filter"));
        return () -> file(columns, filter);
    }

    private Predicate<Lead> filter(JsonNode filter) {
        // "Only one filter type per job": "Bulk Lead Extract", "Filters".
        if (filter.size() != 1) throw new Refusal("1003", "Exactly one filter is required");
        String type = filter.fieldNames().next();
        JsonNode value = filter.path(type);
        switch (type) {
            case "createdAt":
                DateWindow created = DateWindow.of(value);
                return lead -> created.holds(lead.createdAt());
            case "updatedAt":
                if (!settings.on("bulkUpdatedAt")) {
                    throw new Refusal("1035", "Unsupported filter type for target subscription");
                }
                DateWindow updated = DateWindow.of(value);
                return lead -> updated.holds(lead.updatedAt());
            case "staticListId":
                return onList(lists.members(value.asInt()).orElseThrow(() -> new Refusal("1013", "List not found")));
            case "staticListName":
                return onList(lists.members(value.asText()).orElseThrow(() -> new Refusal("1013", "List not found")));
            default:
                // Smart lists among them: their rules are beyond this instance, and some subscriptions lack the filter.
                throw new Refusal("1035", "Unsupported filter type for target subscription");
        }
    }

    private static Predicate<Lead> onList(Set<Integer> members) {
        return lead -> members.contains(lead.id());
    }

    private ExtractFile file(ExtractFile.Columns columns, Predicate<Lead> filter) {
        ExtractFile file = columns.file();
        for (Lead lead : database.leads().all()) if (filter.test(lead)) file.row(lead::get);
        return file;
    }
}
