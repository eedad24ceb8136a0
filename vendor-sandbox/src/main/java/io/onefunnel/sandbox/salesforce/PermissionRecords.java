package io.onefunnel.sandbox.salesforce;

import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.access.Rights;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What users may do, as the setup records tell it: each has one permission set, which is all it has. */
final class PermissionRecords {
    private static final String TABLE = "ObjectPermissions";

    private final OrgStore store;
    private final Records records;
    private final Map<String, Map<ObjectType, Row>> byUser = new HashMap<>();

    PermissionRecords(OrgStore store, Records records) {
        this.store = store;
        this.records = records;
    }

    void add(ApiUser user) {
        store.alone(() -> {
            String name = user.username().replaceAll("[^A-Za-z0-9]", "_");
            String set = load("PermissionSet", Map.of("Name", name, "Label", name));
            load("PermissionSetAssignment", Map.of("PermissionSetId", set, "AssigneeId", user.id()));
            Map<ObjectType, Row> rows = new LinkedHashMap<>();
            for (ObjectType type : store.schema().types()) {
                String id = load(TABLE, Map.of("ParentId", set, "SobjectType", type.name()));
                rows.put(type, store.row(id).orElseThrow());
            }
            byUser.put(user.username(), rows);
            return true;
        });
        tell(user);
    }

    /** Brings the records in line with the rights. */
    void tell(ApiUser user) {
        Rights rights = user.rights();
        store.alone(() -> {
            byUser.getOrDefault(user.username(), Map.of()).forEach((type, row) -> {
                tell(row, "PermissionsRead", rights.may(Right.READ, type));
                tell(row, "PermissionsCreate", rights.may(Right.CREATE, type));
                tell(row, "PermissionsEdit", rights.may(Right.EDIT, type));
                tell(row, "PermissionsDelete", rights.may(Right.DELETE, type));
                tell(row, "PermissionsViewAllRecords", rights.viewsAll(type));
                tell(row, "PermissionsModifyAllRecords", rights.has(Permission.MODIFY_ALL_DATA));
            });
            return true;
        });
    }

    private void tell(Row row, String field, boolean value) {
        store.tell(store.table(TABLE), row, store.field(TABLE, field), Boolean.toString(value));
    }

    private String load(String type, Map<String, String> values) {
        Map<Field, @Nullable String> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> fields.put(store.field(type, name), Objects.requireNonNull(value)));
        return records.load(store.table(type).type(), fields, "", Duration.ZERO);
    }
}
