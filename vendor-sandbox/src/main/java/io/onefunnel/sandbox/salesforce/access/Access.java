package io.onefunnel.sandbox.salesforce.access;

import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Row;

/** What the user of a call may do: the org's switches hold for every API user, the rights for this one. */
public final class Access {
    private final OrgSettings settings;
    private final ApiUser user;

    public Access(OrgSettings settings, ApiUser user) {
        this.settings = settings;
        this.user = user;
    }

    public ApiUser user() {
        return user;
    }

    public String userId() {
        return user.id();
    }

    /** Whether the object is there at all for this user. */
    public boolean sees(ObjectType type) {
        return settings.sees(type) && user.rights().may(Right.READ, type);
    }

    /** Field-level security: what a user may not read is absent, not refused. */
    public boolean sees(ObjectType type, Field field) {
        return settings.sees(type, field) && user.rights().sees(type, field);
    }

    public boolean mayEdit(ObjectType type, Field field) {
        return field.updateable() && may(Right.EDIT, type) && writes(type, field);
    }

    public boolean mayCreate(ObjectType type, Field field) {
        return field.createable() && may(Right.CREATE, type) && writes(type, field);
    }

    public boolean may(Right right, ObjectType type) {
        return user.rights().may(right, type);
    }

    public boolean has(Permission permission) {
        return user.rights().has(permission);
    }

    public boolean editsConvertedLeads() {
        return settings.on("editConvertedLeads") || has(Permission.EDIT_CONVERTED_LEADS);
    }

    /** Without "View All Data" a user reads what it owns; objects without an owner are open to all. */
    public boolean sees(ObjectType type, Row row) {
        return user.rights().viewsAll(type) || owns(type, row);
    }

    /** Without "Modify All Data" a user changes what it owns. */
    public boolean changes(ObjectType type, Row row) {
        return has(Permission.MODIFY_ALL_DATA) || owns(type, row);
    }

    private boolean owns(ObjectType type, Row row) {
        return type.field("OwnerId")
                .map(owner -> user.id().equals(row.value(owner)))
                .orElse(true);
    }

    private boolean writes(ObjectType type, Field field) {
        return !settings.readOnly(type, field) && user.rights().edits(type, field);
    }
}
