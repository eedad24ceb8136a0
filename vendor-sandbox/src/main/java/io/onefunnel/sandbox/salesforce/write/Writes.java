package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import io.onefunnel.sandbox.salesforce.rules.OrgRules;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** create, update, upsert, delete and undelete, for SOAP and REST alike. */
public final class Writes {
    /**
     * How a call wants its rows treated.
     *
     * @param allowDuplicates whether duplicate rules that only alert do not keep a record from being saved
     * @param access what the caller may do
     * @param call the request, for the faults that match it
     */
    public record Options(boolean allOrNone, boolean truncate, boolean allowDuplicates, Access access, HttpCall call) {
        String user() {
            return access.userId();
        }
    }

    private final OrgStore store;
    private final Records records;
    private final OrgRules rules;
    private final Checks checks;
    private final WriteAudit audit;
    private final RowRunner runner;

    public Writes(
            OrgStore store, Records records, OrgSettings settings, OrgRules rules, WriteAudit audit, Faults faults) {
        this.store = store;
        this.records = records;
        this.rules = rules;
        this.checks = new Checks(store, settings, rules);
        this.audit = audit;
        this.runner = new RowRunner(store, faults);
    }

    public List<RowResult> create(List<Sent> rows, Options options) {
        List<RowRunner.Step> steps = new ArrayList<>();
        for (Sent sent : rows) {
            ObjectType type = checks.type(sent.type(), options.access());
            steps.add(() -> creating(type, sent, options));
        }
        return runner.run(steps, idsOf(rows), options);
    }

    public List<RowResult> update(List<Sent> rows, Options options) {
        Set<String> seen = new HashSet<>();
        List<RowRunner.Step> steps = new ArrayList<>();
        for (Sent sent : rows) {
            ObjectType type = checks.type(sent.type(), options.access());
            boolean again = sent.id() != null && !seen.add(Ids.to18(sent.id()));
            steps.add(() -> {
                if (again) throw new RowRefusal("DUPLICATE_VALUE", "duplicate id specified: " + sent.id());
                return updating(type, sent, options);
            });
        }
        return runner.run(steps, idsOf(rows), options);
    }

    public List<RowResult> upsert(String keyField, List<Sent> rows, Options options) {
        List<RowRunner.Step> steps = new ArrayList<>();
        for (Sent sent : rows) {
            ObjectType type = checks.type(sent.type(), options.access());
            Field key = type.field(keyField)
                    .filter(field -> field.externalId() || field.isId())
                    .orElseThrow(() -> new SalesforceError(
                            404,
                            "INVALID_FIELD",
                            "Provided external ID field does not exist or is not accessible: " + keyField,
                            Position.NONE));
            steps.add(() -> upserting(type, key, sent, options));
        }
        return runner.run(steps, idsOf(rows), options);
    }

    public List<RowResult> delete(List<String> ids, Options options) {
        List<RowRunner.Step> steps = new ArrayList<>();
        for (String id : ids) {
            steps.add(() -> {
                if (!Ids.wellFormed(id)) throw new RowRefusal("MALFORMED_ID", "bad id " + id);
                ObjectType type =
                        store.schema().typeOfId(id).orElseThrow(() -> new RowRefusal("MALFORMED_ID", "bad id " + id));
                Row row = checks.existing(type, id);
                checks.mayDelete(type, row, options.access());
                return () -> {
                    records.delete(type, row, options.user());
                    return RowResult.done(row.id(), false);
                };
            });
        }
        return runner.run(steps, ids, options);
    }

    /** Deletes past the bin: hard deletes, and emptyRecycleBin for what lies in it. */
    public List<RowResult> purge(List<String> ids, Options options) {
        List<RowRunner.Step> steps = new ArrayList<>();
        for (String id : ids) {
            steps.add(() -> {
                ObjectType type =
                        Ids.wellFormed(id) ? store.schema().typeOfId(id).orElse(null) : null;
                if (type == null) throw new RowRefusal("MALFORMED_ID", "bad id " + id);
                Row row = store.table(type)
                        .row(Ids.to18(id))
                        .orElseThrow(() -> new RowRefusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"));
                checks.mayDelete(type, row, options.access());
                return () -> {
                    if (!row.isDeleted()) records.delete(type, row, options.user());
                    records.purge(row);
                    return RowResult.done(row.id(), false);
                };
            });
        }
        return runner.run(steps, ids, options);
    }

    public List<RowResult> undelete(List<String> ids, Options options) {
        List<RowRunner.Step> steps = new ArrayList<>();
        for (String id : ids) {
            steps.add(() -> {
                Row row = store.row(Ids.to18(id))
                        .filter(Row::isDeleted)
                        .filter(store::inBin)
                        .orElseThrow(() -> new RowRefusal("UNDELETE_FAILED", "Entity is not in the recycle bin"));
                ObjectType type = store.schema().typeOfId(row.id()).orElseThrow();
                checks.mayDelete(type, row, options.access());
                return () -> {
                    records.undelete(type, row, options.user());
                    return RowResult.done(row.id(), false);
                };
            });
        }
        return runner.run(steps, ids, options);
    }

    /** What the duplicate rules find for a record that may not exist yet. */
    public List<DuplicatesFound> duplicates(Sent sent, Options options) {
        ObjectType type = searched(sent.type(), options);
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        sent.values().forEach((name, value) -> type.field(name).ifPresent(field -> values.put(field, value)));
        Row self = sent.id() == null ? null : store.row(Ids.to18(sent.id())).orElse(null);
        return rules.duplicates(type, self, values, self == null ? Set.of() : Set.of(self));
    }

    public List<DuplicatesFound> duplicatesOf(String id, Options options) {
        Row row = store.row(Ids.to18(id))
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> new SalesforceError(400, "MALFORMED_ID", "bad id " + id));
        ObjectType type =
                searched(store.schema().typeOfId(row.id()).orElseThrow().name(), options);
        return rules.duplicates(type, row, Map.of(), Set.of(row));
    }

    private ObjectType searched(String object, Options options) {
        ObjectType type = checks.type(object, options.access());
        if (!rules.looksForDuplicates(type)) {
            throw new SalesforceError(
                    400, "NO_ACTIVE_DUPLICATE_RULE", "No active duplicate rules are defined for " + type.name());
        }
        return type;
    }

    private RowRunner.Applicable creating(ObjectType type, Sent sent, Options options) throws RowRefusal {
        checks.mayCreate(type, options.access());
        Map<Field, @Nullable String> values = checks.values(type, sent, true, options);
        checks.unique(type, values, null);
        checks.saveable(type, null, values, Set.of(), options);
        return () -> {
            Row row = records.create(type, values, options.user());
            wrote("create", type, row, named(values), false);
            return RowResult.done(row.id(), true);
        };
    }

    private RowRunner.Applicable updating(ObjectType type, Sent sent, Options options) throws RowRefusal {
        Row row = checks.existing(type, sent.id());
        checks.mayEdit(type, row, options.access());
        checks.editable(type, row, options.access());
        Map<Field, @Nullable String> values = checks.values(type, sent, false, options);
        checks.unique(type, values, row);
        checks.saveable(type, row, values, Set.of(row), options);
        return () -> {
            auditSet(type, row, values);
            records.update(type, row, values, options.user());
            return RowResult.done(row.id(), false);
        };
    }

    private RowRunner.Applicable upserting(ObjectType type, Field key, Sent sent, Options options) throws RowRefusal {
        if (key.isId()) {
            return sent.id() == null ? creating(type, sent, options) : updating(type, sent, options);
        }
        String value = sent.values().get(key.name());
        if (value == null) throw new RowRefusal("MISSING_ARGUMENT", key.name() + " not specified");
        Optional<Row> found = store.table(type).holding(key, value).stream()
                .filter(row -> !row.isDeleted())
                .findFirst();
        if (found.isEmpty()) return creating(type, sent, options);
        return updating(type, new Sent(sent.type(), found.get().id(), sent.values()), options);
    }

    void auditSet(ObjectType type, Row row, Map<Field, @Nullable String> values) {
        if (values.isEmpty()) return;
        Map<String, String> held = new LinkedHashMap<>();
        values.keySet().forEach(field -> {
            String value = row.value(field);
            if (value != null) held.put(field.name(), value);
        });
        Map<String, String> sent = named(values);
        wrote("set", type, row, sent, WriteAudit.repeats(held, sent));
    }

    /** Lists a write in the audit, once it is sure to stay. */
    void wrote(String kind, ObjectType type, Row row, Map<String, String> sent, boolean repeated) {
        store.afterwards(() -> audit.wrote(store.clock().instant(), kind, type.name(), row.id(), sent, repeated));
    }

    static Map<String, String> named(Map<Field, @Nullable String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        values.forEach((field, value) -> named.put(field.name(), value == null ? "" : value));
        return named;
    }

    Checks checks() {
        return checks;
    }

    private static List<@Nullable String> idsOf(List<Sent> rows) {
        List<@Nullable String> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.id()));
        return ids;
    }
}
