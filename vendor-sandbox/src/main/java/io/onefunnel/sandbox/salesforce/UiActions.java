package io.onefunnel.sandbox.salesforce;

import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Conversions;
import io.onefunnel.sandbox.salesforce.store.Merges;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person does in the org's screens, and what is loaded into it: no API call is counted, nothing is audited. */
final class UiActions {
    private static final int ROWS_AT_ONCE = 500;

    private final OrgStore store;
    private final Records records;
    private final OrgSettings settings;
    private final String person;

    /** @param person the user whose hand it is */
    UiActions(OrgStore store, Records records, OrgSettings settings, String person) {
        this.store = store;
        this.records = records;
        this.settings = settings;
        this.person = person;
    }

    /** Merges, deletes or takes out of the bin; {@link SalesforceOrg#byHand} lists the arguments. */
    void does(String action, Map<String, String> arguments) {
        String type = argument(arguments, "type");
        switch (action) {
            case "merge" ->
                merge(
                        type,
                        argument(arguments, "master"),
                        Arrays.stream(argument(arguments, "losers").split(","))
                                .map(String::strip)
                                .toList());
            case "delete" -> delete(type, argument(arguments, "id"));
            case "undelete" -> undelete(type, argument(arguments, "id"));
            default ->
                throw new IllegalArgumentException(
                        "salesforce knows no action \"" + action + "\"; there are merge, delete, undelete");
        }
    }

    private static String argument(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) throw new IllegalArgumentException("\"" + name + "\" is missing");
        return value;
    }

    String insert(String type, Map<String, String> fields) {
        return store.alone(() -> {
            ObjectType object = type(type);
            return records.load(object, values(object, fields), person, late());
        });
    }

    List<String> insertAll(String type, List<Map<String, String>> rows) {
        List<String> ids = new ArrayList<>(rows.size());
        ObjectType object = type(type);
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            List<Map<String, String>> part = rows.subList(from, Math.min(from + ROWS_AT_ONCE, rows.size()));
            store.alone(() -> {
                for (Map<String, String> row : part) {
                    ids.add(records.load(object, values(object, row), person, late()));
                }
                return true;
            });
        }
        return ids;
    }

    void edit(String type, List<String> ids, Map<String, String> fields) {
        ObjectType object = type(type);
        store.alone(() -> {
            for (String id : ids) records.update(object, live(object, id), values(object, fields), person, late());
            return true;
        });
    }

    Map<String, String> record(String type, String id) {
        return store.alone(() -> {
            ObjectType object = type(type);
            Map<String, String> held = new LinkedHashMap<>();
            Optional<Row> row = store.table(object).row(id).filter(found -> !found.isDeleted());
            row.ifPresent(found -> {
                for (Field field : object.fields()) {
                    String value = found.value(field);
                    if (value != null) held.put(field.name(), value);
                }
            });
            return held;
        });
    }

    void convert(String leadId, String accountId, String contactId, String opportunityId, String convertedDate) {
        store.alone(() -> {
            Conversions conversions = new Conversions(store, records);
            Optional<String> opportunity = opportunityId.isEmpty() ? Optional.empty() : Optional.of(opportunityId);
            Row lead = live(type("Lead"), leadId);
            live(type("Account"), accountId);
            live(type("Contact"), contactId);
            opportunity.ifPresent(id -> live(type("Opportunity"), id));
            conversions.finish(lead, accountId, contactId, opportunity, convertedDate, Optional.empty(), person);
            return true;
        });
    }

    void merge(String type, String master, List<String> losers) {
        store.alone(() -> {
            ObjectType object = type(type);
            List<Row> rows = losers.stream().map(id -> live(object, id)).toList();
            new Merges(store, records).merge(object, live(object, master), rows, Map.of(), person);
            return true;
        });
    }

    void delete(String type, String id) {
        store.alone(() -> {
            records.delete(type(type), live(type(type), id), person);
            return true;
        });
    }

    void undelete(String type, String id) {
        store.alone(() -> {
            ObjectType object = type(type);
            records.undelete(object, row(object, id), person);
            return true;
        });
    }

    ObjectType type(String name) {
        return store.schema().type(name).orElseThrow(() -> new IllegalArgumentException("no object " + name));
    }

    static Field field(ObjectType type, String name) {
        return type.field(name).orElseThrow(() -> new IllegalArgumentException("no field " + type.name() + "." + name));
    }

    static Map<Field, @Nullable String> values(ObjectType type, Map<String, String> fields) {
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            Field field = field(type, name);
            values.put(field, value.isEmpty() ? null : field.type().canonical(value));
        });
        return values;
    }

    /** While commits are late, what is done by hand keeps its stamp and appears only so much later. */
    private Duration late() {
        return settings.seconds("lateCommitSeconds");
    }

    private Row row(ObjectType type, String id) {
        return store.table(type)
                .row(id)
                .orElseThrow(() -> new IllegalArgumentException("no " + type.name() + " " + id));
    }

    private Row live(ObjectType type, String id) {
        Row row = row(type, id);
        if (row.isDeleted()) throw new IllegalArgumentException(type.name() + " " + id + " is deleted");
        return row;
    }
}
