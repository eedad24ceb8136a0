package io.onefunnel.sandbox.marketo.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a bulk lead extract holds. */
public final class LeadExtracts {
    private final LeadDatabase database;
    private final InstanceSettings settings;

    public LeadExtracts(LeadDatabase database, InstanceSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    public Supplier<ExtractFile> asked(ApiCall call) {
        ExtractFile.Columns columns = ExtractFile.Columns.asked(
                call, List.of(), field -> database.schema().find(field).isPresent());
        database.schema().requireReadable(columns.fields());
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
            default:
                // Lists among them: this instance has none, and some subscriptions lack the filter.
                throw new Refusal("1035", "Unsupported filter type for target subscription");
        }
    }

    private ExtractFile file(ExtractFile.Columns columns, Predicate<Lead> filter) {
        ExtractFile file = columns.file();
        for (Lead lead : database.leads().all()) if (filter.test(lead)) file.row(lead::get);
        return file;
    }
}
