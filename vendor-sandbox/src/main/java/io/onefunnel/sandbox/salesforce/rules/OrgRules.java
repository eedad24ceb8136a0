package io.onefunnel.sandbox.salesforce.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules of the org, and the setup records under which an admin's tools find them. Used under the store's lock. */
public final class OrgRules {
    private final OrgStore store;
    private final Records records;
    private final String automationUser;
    private final List<ValidationRule> validations = new ArrayList<>();
    private final List<DuplicateRule> duplicates = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final List<Row> shown = new ArrayList<>();

    public OrgRules(OrgStore store, Records records, String automationUser) {
        this.store = store;
        this.records = records;
        this.automationUser = automationUser;
        records.afterSave(this::run);
    }

    public void add(ValidationRule rule, String condition) {
        validations.add(rule);
        show(
                "ValidationRule",
                Map.of(
                        "ValidationName", rule.name(),
                        "EntityDefinitionId", entity(rule.type()),
                        "Active", "true",
                        "ErrorMessage", rule.message(),
                        "ErrorDisplayField", rule.field(),
                        "Metadata", metadata(rule, condition)));
    }

    public void add(DuplicateRule rule) {
        for (Field field : rule.fields()) store.table(rule.type()).index(field);
        duplicates.add(rule);
        show(
                "DuplicateRule",
                Map.of(
                        "DeveloperName", rule.name(),
                        "MasterLabel", rule.name().replace('_', ' '),
                        "SobjectType", rule.type().name(),
                        "IsActive", "true"));
    }

    public void add(Flow flow) {
        flows.add(flow);
        show(
                "Flow",
                Map.of(
                        "MasterLabel", flow.name().replace('_', ' '),
                        "ProcessType", "AutoLaunchedFlow",
                        "Status", "Active",
                        "VersionNumber", "1",
                        "Metadata", metadata(flow)));
        show(
                "FlowDefinitionView",
                Map.of(
                        "ApiName",
                        flow.name(),
                        "Label",
                        flow.name().replace('_', ' '),
                        "ProcessType",
                        "AutoLaunchedFlow",
                        "TriggerType",
                        "RecordAfterSave",
                        "RecordTriggerType",
                        "CreateAndUpdate",
                        "TriggerObjectOrEventLabel",
                        flow.type().label(),
                        "TriggerObjectOrEventId",
                        flow.type().name(),
                        "IsActive",
                        "true"));
    }

    private static String metadata(ValidationRule rule, String condition) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("active", true)
                .put("errorConditionFormula", condition)
                .put("errorDisplayField", rule.field().isEmpty() ? null : rule.field())
                .put("errorMessage", rule.message())
                .toString();
    }

    /** Enough of a flow's definition to tell what starts it and what it sets. */
    private static String metadata(Flow flow) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("label", flow.name())
                .put("processType", "AutoLaunchedFlow")
                .put("status", "Active");
        ObjectNode start = metadata.putObject("start");
        start.put("object", flow.type().name()).put("recordTriggerType", "CreateAndUpdate");
        start.put("triggerType", "RecordAfterSave");
        ArrayNode filters = start.putArray("filters");
        flow.on()
                .forEach(field -> filters.addObject().put("field", field.name()).put("operator", "IsChanged"));
        ArrayNode sets = metadata.putArray("recordUpdates").addObject().putArray("inputAssignments");
        flow.set()
                .forEach((field, value) -> sets.addObject()
                        .put("field", field.name())
                        .putObject("value")
                        .put("stringValue", value));
        return metadata.toString();
    }

    /** Takes every rule out of the org. */
    public void clear() {
        validations.clear();
        duplicates.clear();
        flows.clear();
        for (Row row : shown) {
            records.delete(store.schema().typeOfId(row.id()).orElseThrow(), row, automationUser);
        }
        shown.clear();
    }

    /**
     * The validation rule that refuses a record.
     *
     * @param row null for a record to create
     */
    public Optional<ValidationRule> refusing(ObjectType type, @Nullable Row row, Map<Field, @Nullable String> written) {
        for (ValidationRule rule : validations) {
            if (rule.type().equals(type)
                    && rule.refused()
                            .holds(path -> path.own(type)
                                    .map(field -> saved(field, row, written))
                                    .orElseGet(() -> row == null ? null : path.value(type, row, store)))) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Whether anything looks for duplicates of this object: calls that only ask for them need an active rule. */
    public boolean looksForDuplicates(ObjectType type) {
        return duplicates.stream().anyMatch(rule -> rule.type().equals(type));
    }

    /**
     * What the duplicate rules find for a record as it would be saved.
     *
     * @param apart records that are no duplicates of it: itself, and those that are merged into it
     */
    public List<DuplicatesFound> duplicates(
            ObjectType type, @Nullable Row row, Map<Field, @Nullable String> written, Set<Row> apart) {
        List<DuplicatesFound> found = new ArrayList<>();
        for (DuplicateRule rule : duplicates) {
            if (!rule.type().equals(type)) continue;
            List<String> ids = matches(rule, field -> saved(field, row, written), apart);
            if (!ids.isEmpty()) found.add(new DuplicatesFound(rule, ids));
        }
        return found;
    }

    private List<String> matches(DuplicateRule rule, Function<Field, @Nullable String> saved, Set<Row> apart) {
        Field first = rule.fields().get(0);
        String value = saved.apply(first);
        if (value == null) return List.of();
        List<String> ids = new ArrayList<>();
        for (Row other : store.table(rule.type()).holding(first, value)) {
            boolean same = !other.isDeleted()
                    && !apart.contains(other)
                    && rule.fields().stream().allMatch(field -> agree(saved.apply(field), other.value(field)));
            if (same) ids.add(other.id());
        }
        return ids;
    }

    private static boolean agree(@Nullable String left, @Nullable String right) {
        return left != null && right != null && left.equalsIgnoreCase(right);
    }

    private static @Nullable String saved(Field field, @Nullable Row row, Map<Field, @Nullable String> written) {
        if (written.containsKey(field)) return written.get(field);
        return row == null ? null : row.value(field);
    }

    private void run(ObjectType type, Row row, Set<Field> written, String by) {
        if (by.equals(automationUser)) return;
        for (Flow flow : List.copyOf(flows)) {
            if (!flow.startsOn(type, written)) continue;
            store.afterwards(() -> store.later(flow.after(), at -> {
                if (!row.isDeleted()) records.updateAt(type, row, flow.set(), automationUser, at);
            }));
        }
    }

    private String entity(ObjectType type) {
        Field name = store.field("EntityDefinition", "QualifiedApiName");
        return store.table("EntityDefinition").rows().stream()
                .filter(row -> type.name().equals(row.value(name)))
                .findFirst()
                .map(Row::id)
                .orElse("");
    }

    private void show(String object, Map<String, String> values) {
        ObjectType type = store.table(object).type();
        Map<Field, @Nullable String> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> fields.put(store.field(object, name), value.isEmpty() ? null : value));
        String id = records.load(type, fields, automationUser, Duration.ZERO);
        store.row(id).ifPresent(shown::add);
    }
}
