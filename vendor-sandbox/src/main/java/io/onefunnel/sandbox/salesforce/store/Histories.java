package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** History rows: of tracked fields, and the stage history that every opportunity has. */
final class Histories {
    private static final Map<String, Set<String>> TRACKED = Map.of(
            "Lead", Set.of("Status", "OwnerId", "LeadSource", "Rating", "Email"),
            "Contact", Set.of("OwnerId", "AccountId", "Email", "LeadSource"),
            "Account", Set.of("OwnerId", "Name", "Type"),
            "Opportunity", Set.of("StageName", "Amount", "CloseDate", "OwnerId", "Probability"));
    private static final Map<String, String> TABLES = Map.of(
            "Lead", "LeadHistory",
            "Contact", "ContactHistory",
            "Account", "AccountHistory",
            "Opportunity", "OpportunityFieldHistory");
    private static final Set<String> STAGE_HISTORY = Set.of("StageName", "Amount", "Probability", "CloseDate");

    private final OrgStore store;

    Histories(OrgStore store) {
        this.store = store;
    }

    void created(ObjectType type, Row row, String user) {
        if (TABLES.containsKey(type.name())) tracked(type, row, "created", "Text", null, null, user, row.created);
        if (type.name().equals("Opportunity")) stageHistory(type, row, Map.of(), user, row.created);
    }

    void updated(ObjectType type, Row row, Map<Field, @Nullable String> before, String user, long at) {
        boolean stageHistory = false;
        for (Map.Entry<Field, @Nullable String> each : before.entrySet()) {
            Field field = each.getKey();
            String now = row.value(field);
            if (Objects.equals(each.getValue(), now)) continue;
            if (TRACKED.getOrDefault(type.name(), Set.of()).contains(field.name())) {
                tracked(type, row, field, each.getValue(), now, user, at);
            }
            stageHistory |= type.name().equals("Opportunity") && STAGE_HISTORY.contains(field.name());
        }
        if (stageHistory) stageHistory(type, row, before, user, at);
    }

    /** A reference leaves two rows, one of names and one of ids: the objects' history in the Object Reference. */
    private void tracked(
            ObjectType type, Row row, Field field, @Nullable String from, @Nullable String to, String user, long at) {
        if (field.type() != FieldType.REFERENCE) {
            tracked(type, row, field.name(), "Text", from, to, user, at);
            return;
        }
        String relation = Objects.requireNonNull(field.relationship());
        tracked(type, row, relation, "Text", name(from), name(to), user, at);
        tracked(type, row, relation, "EntityId", from, to, user, at);
    }

    private @Nullable String name(@Nullable String id) {
        return store.row(id)
                .flatMap(row -> store.schema()
                        .typeOfId(id)
                        .flatMap(type -> type.field("Name"))
                        .map(row::value))
                .orElse(null);
    }

    /** What happened to a record that is no change of a field: "created", "leadMerged", "leadConverted". */
    void happened(ObjectType type, Row row, String what, String user, long at) {
        tracked(type, row, what, "Text", null, null, user, at);
    }

    private void tracked(
            ObjectType type,
            Row row,
            String field,
            String dataType,
            @Nullable String from,
            @Nullable String to,
            String user,
            long at) {
        Table history = store.table(Objects.requireNonNull(TABLES.get(type.name())));
        Row entry = entry(history, user, at);
        put(history, entry, type.name() + "Id", row.id());
        put(history, entry, "Field", field);
        put(history, entry, "DataType", dataType);
        put(history, entry, "OldValue", from);
        put(history, entry, "NewValue", to);
        history.add(entry);
    }

    private void stageHistory(ObjectType type, Row row, Map<Field, @Nullable String> before, String user, long at) {
        Table history = store.table("OpportunityHistory");
        Row entry = entry(history, user, at);
        put(history, entry, "OpportunityId", row.id());
        for (String field :
                List.of("StageName", "Amount", "Probability", "CloseDate", "ExpectedRevenue", "ForecastCategory")) {
            put(history, entry, field, row.value(type.field(field).orElseThrow()));
        }
        for (String field : List.of("Amount", "CloseDate")) {
            Field now = type.field(field).orElseThrow();
            put(history, entry, "Prev" + field, before.containsKey(now) ? before.get(now) : row.value(now));
        }
        history.add(entry);
    }

    private Row entry(Table history, String user, long at) {
        Row entry = new Row(
                history.type().prefix(), store.ids().nextNumber(history.type().prefix()), at);
        put(history, entry, "CreatedById", user);
        return entry;
    }

    private static void put(Table table, Row row, String field, @Nullable String value) {
        table.set(row, table.type().field(field).orElseThrow(), value);
    }
}
