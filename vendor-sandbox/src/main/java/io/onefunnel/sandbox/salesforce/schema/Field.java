package io.onefunnel.sandbox.salesforce.schema;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One field of an object.
 *
 * @param slot where a row keeps its value; negative for the values that every row has by itself
 * @param length most characters of a text; precision of a number
 * @param referenceTo the objects that a reference may point to
 * @param relationship the name under which SOQL reads the parent's fields ("Owner"), null when it is no reference
 */
public record Field(
        String name,
        FieldType type,
        int slot,
        int length,
        int scale,
        List<String> referenceTo,
        @Nullable String relationship,
        boolean required,
        boolean createable,
        boolean updateable,
        boolean externalId,
        List<String> picklist) {
    static final int ID = -1;
    static final int DELETED = -2;
    static final int CREATED = -3;
    static final int MODIFIED = -4;
    static final int STAMP = -5;

    public Field {
        referenceTo = List.copyOf(referenceTo);
        picklist = List.copyOf(picklist);
    }

    public boolean isCustom() {
        return name.endsWith("__c");
    }

    public boolean isId() {
        return slot == ID;
    }

    public boolean isDeletedFlag() {
        return slot == DELETED;
    }

    public boolean isCreatedDate() {
        return slot == CREATED;
    }

    public boolean isLastModifiedDate() {
        return slot == MODIFIED;
    }

    public boolean isSystemModstamp() {
        return slot == STAMP;
    }

    /** Kept by every row by itself rather than among its values. */
    public boolean isBuiltIn() {
        return slot < 0;
    }

    /** Points to more than one object: its parent appears as the pseudo object "Name". */
    public boolean isPolymorphic() {
        return referenceTo.size() > 1;
    }

    /** "First Name" for FirstName, "SLA Takeback Due" for OneFunnel_SLA_Takeback_Due__c. */
    public String label() {
        String bare = isCustom() ? name.substring(0, name.length() - 3).replace("OneFunnel_", "") : name;
        return bare.replace('_', ' ').replaceAll("([a-z0-9])([A-Z])", "$1 $2");
    }

    /** Fields are the keys of every row's values: hashing the lists of a record each time cost more than the rows. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    String key() {
        return name.toLowerCase(Locale.ROOT);
    }
}
