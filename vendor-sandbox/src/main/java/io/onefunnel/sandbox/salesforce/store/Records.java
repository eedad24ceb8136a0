package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The changes that happen to records, with what Salesforce adds to each: stamps, derived fields, history, cascades. */
public final class Records {
    // These follow from other fields, or tell of the past.
    private static final Set<String> FOLLOWS = Set.of("MasterRecordId", "LeadOrContactId");

    private final OrgStore store;
    private final Derivations derivations;
    private final Histories histories;
    private final PersonAccounts people;
    private Saved afterSave = (type, row, written, user) -> {};

    public Records(OrgStore store) {
        this.store = store;
        this.derivations = new Derivations(store);
        this.histories = new Histories(store);
        this.people = new PersonAccounts(store, this);
    }

    /** Told of each record that a user saved. */
    public interface Saved {
        void saved(ObjectType type, Row row, Set<Field> written, String user);
    }

    /** Lets automation run after a save; loaded records start none. */
    public void afterSave(Saved automation) {
        afterSave = automation;
    }

    /** Creates a record as the API does: now, by {@code user}. */
    public Row create(ObjectType type, Map<Field, @Nullable String> values, String user) {
        Row row = newRow(type, store.second());
        fill(type, row, values, user);
        store.table(type).add(row);
        if (type.name().equals("Account")) people.mirror(row, user);
        histories.created(type, row, user);
        afterSave.saved(type, row, values.keySet(), user);
        return row;
    }

    /**
     * Stores a record that came about before: its own stamps are kept, nothing is derived that it brings itself.
     *
     * @param delay after which it becomes visible
     */
    public String load(ObjectType type, Map<Field, @Nullable String> values, String user, Duration delay) {
        Map<Field, @Nullable String> plain = new LinkedHashMap<>(values);
        Row row = newRow(type, store.second());
        String created = takeStamp(plain, type, "CreatedDate");
        String modified = takeStamp(plain, type, "LastModifiedDate");
        String stamp = takeStamp(plain, type, "SystemModstamp");
        if (created != null) row.created = second(created);
        row.modified = modified != null ? second(modified) : created != null ? row.created : row.modified;
        row.stamp = stamp != null ? second(stamp) : Math.max(row.modified, row.created);
        if ("true".equals(takeStamp(plain, type, "IsDeleted"))) {
            row.deleted = true;
            row.deletedAt = row.stamp;
        }
        store.commitAfter(delay, () -> {
            fill(type, row, plain, user);
            store.table(type).add(row);
            if (type.name().equals("Account")) people.mirror(row, user);
        });
        return row.id();
    }

    /** Sets fields; the stamp moves even when the values are the same, as in Salesforce. */
    public void update(ObjectType type, Row row, Map<Field, @Nullable String> values, String user) {
        update(type, row, values, user, Duration.ZERO);
    }

    public void update(ObjectType type, Row row, Map<Field, @Nullable String> values, String user, Duration delay) {
        long at = store.second();
        store.commitAfter(delay, () -> updateAt(type, row, values, user, at));
    }

    /** Sets fields as of a second that may have passed. */
    public void updateAt(ObjectType type, Row row, Map<Field, @Nullable String> values, String user, long at) {
        Table table = store.table(type);
        Map<Field, @Nullable String> before = new LinkedHashMap<>();
        values.forEach((field, value) -> before.put(field, row.value(field)));
        values.forEach((field, value) -> table.set(row, field, value));
        derivations.afterUpdate(table, row, values.keySet(), at);
        touch(type, row, user, at);
        if (type.name().equals("Account")) people.mirror(row, user);
        histories.updated(type, row, before, user, at);
        afterSave.saved(type, row, values.keySet(), user);
    }

    /** Soft-deletes a record and what hangs on it alone. */
    public void delete(ObjectType type, Row row, String user) {
        markDeleted(type, row, user);
        for (Reference child : referencesTo(row)) {
            if (isOwnedChild(type, child)) delete(child.type(), child.row(), user);
        }
    }

    /** Takes a record out of the bin. A merged-away record comes back alone: its children stay with the master. */
    public void undelete(ObjectType type, Row row, String user) {
        Optional<Field> master = type.field("MasterRecordId");
        boolean merged = master.map(row::value).isPresent();
        List<Reference> children = merged ? List.of() : deletedWith(row);
        store.table(type).undelete(row);
        master.ifPresent(field -> store.table(type).set(row, field, null));
        touch(type, row, user, store.second());
        for (Reference child : children) undelete(child.type(), child.row(), user);
    }

    /** Children that went to the bin together with their parent come back with it. */
    private List<Reference> deletedWith(Row parent) {
        return references(parent, child -> child.isDeleted() && child.deletedAt() == parent.deletedAt());
    }

    /** Takes a row out of the bin for good. */
    public void purge(Row row) {
        row.purged = true;
    }

    void markDeleted(ObjectType type, Row row, String user) {
        store.table(type).delete(row, store.second());
        touch(type, row, user, store.second());
    }

    void touch(ObjectType type, Row row, String user, long at) {
        Table table = store.table(type);
        table.modified(row, at);
        type.field("LastModifiedById").ifPresent(by -> table.set(row, by, user));
        table.restamp(row, at);
    }

    /** A live record that points to another one. */
    record Reference(ObjectType type, Row row, Field field) {}

    List<Reference> referencesTo(Row target) {
        return references(target, child -> !child.isDeleted());
    }

    private List<Reference> references(Row target, Predicate<Row> wanted) {
        List<Reference> found = new ArrayList<>();
        String id = target.id();
        String type = store.schema().typeOfId(id).orElseThrow().name();
        for (Table table : store.tables()) {
            if (table.type().isHistory()) continue;
            for (Field field : table.type().fields()) {
                if (!field.referenceTo().contains(type) || !table.isIndexed(field) || FOLLOWS.contains(field.name()))
                    continue;
                for (Row row : table.holding(field, id)) {
                    if (wanted.test(row)) found.add(new Reference(table.type(), row, field));
                }
            }
        }
        return found;
    }

    /** The contact that a person's account has of its own. */
    public Optional<Row> personContact(Row account) {
        return people.contact(account);
    }

    Histories histories() {
        return histories;
    }

    private Row newRow(ObjectType type, long at) {
        return new Row(type.prefix(), store.ids().nextNumber(type.prefix()), at);
    }

    private void fill(ObjectType type, Row row, Map<Field, @Nullable String> values, String user) {
        Table table = store.table(type);
        values.forEach((field, value) -> table.set(row, field, value));
        for (String by : List.of("CreatedById", "LastModifiedById")) {
            type.field(by).filter(field -> row.value(field) == null).ifPresent(field -> table.set(row, field, user));
        }
        type.field("OwnerId").filter(field -> row.value(field) == null).ifPresent(field -> table.set(row, field, user));
        derivations.afterCreate(table, row, values.keySet());
    }

    /** Activities of a person, memberships and roles do not outlive the record that they are of. */
    private static boolean isOwnedChild(ObjectType parent, Reference child) {
        return switch (child.type().name()) {
            case "CampaignMember" -> true;
            case "OpportunityContactRole" -> true;
            case "Task", "Event" -> parent.mergeable() && child.field().name().equals("WhoId");
            default -> false;
        };
    }

    private static @Nullable String takeStamp(Map<Field, @Nullable String> values, ObjectType type, String name) {
        return type.field(name).map(values::remove).orElse(null);
    }

    private static long second(String datetime) {
        return FieldType.epochSecond(datetime);
    }
}
