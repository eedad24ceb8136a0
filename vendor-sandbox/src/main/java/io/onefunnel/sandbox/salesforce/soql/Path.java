package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field as a query names it: over parent records, or of the record itself, perhaps within a function of one value.
 *
 * @param parents the references to follow, none for a field of the record itself
 * @param leaf the field's name at the end; looked up in the record that the path ends at
 * @param type the type of the values
 * @param function what is done to the value, {@link ScalarFunction#NONE} for nothing
 */
public record Path(List<Field> parents, String leaf, FieldType type, ScalarFunction function) {
    /** The pseudo field that tells which object a polymorphic parent is. */
    static final String OBJECT_NAME = "Type";

    public Path {
        parents = List.copyOf(parents);
    }

    public static Path of(Field field) {
        return new Path(List.of(), field.name(), field.type(), ScalarFunction.NONE);
    }

    static Path resolve(String dotted, ObjectType from, String alias, OrgStore store, Access access) {
        List<String> names = new ArrayList<>(Arrays.asList(dotted.split("\\.")));
        String first = names.get(0);
        if (names.size() > 1 && (first.equalsIgnoreCase(from.name()) || first.equalsIgnoreCase(alias))) names.remove(0);
        List<Field> parents = new ArrayList<>();
        ObjectType at = from;
        for (String name : names.subList(0, names.size() - 1)) {
            ObjectType here = at;
            Field reference = at.relationship(name)
                    .filter(field -> access.sees(here, field))
                    .orElseThrow(() -> noRelation(name, here));
            parents.add(reference);
            at = store.schema()
                    .type(reference.referenceTo().get(0))
                    .filter(access::sees)
                    .orElseThrow(() -> noRelation(name, here));
        }
        String leaf = names.get(names.size() - 1);
        boolean polymorphic =
                !parents.isEmpty() && parents.get(parents.size() - 1).isPolymorphic();
        if (polymorphic && leaf.equalsIgnoreCase(OBJECT_NAME))
            return new Path(parents, OBJECT_NAME, FieldType.PICKLIST, ScalarFunction.NONE);
        ObjectType last = at;
        Field field = last.field(leaf)
                .filter(found -> access.sees(last, found))
                .orElseThrow(() -> noColumn(leaf, polymorphic ? "Name" : last.name()));
        return new Path(parents, field.name(), field.type(), ScalarFunction.NONE);
    }

    Path within(ScalarFunction applied) {
        return new Path(parents, leaf, applied.result(type), applied);
    }

    /** What is left of the path behind its first parent. */
    public Path tail() {
        return new Path(parents.subList(1, parents.size()), leaf, type, function);
    }

    /** The field itself when the path follows no parent and computes nothing. */
    public Optional<Field> own(ObjectType from) {
        return parents.isEmpty() && function == ScalarFunction.NONE ? from.field(leaf) : Optional.empty();
    }

    public @Nullable String value(ObjectType from, Row row, OrgStore store) {
        ObjectType at = from;
        Row here = row;
        for (Field reference : parents) {
            Row parent = store.row(here.value(reference)).orElse(null);
            if (parent == null) return null;
            at = store.schema().typeOfId(parent.id()).orElseThrow();
            here = parent;
        }
        if (!parents.isEmpty()
                && leaf.equals(OBJECT_NAME)
                && parents.get(parents.size() - 1).isPolymorphic()) {
            return at.name();
        }
        Field field = at.field(leaf).orElse(null);
        return field == null ? null : function.apply(here.value(field));
    }

    @Override
    public String toString() {
        StringBuilder dotted = new StringBuilder();
        for (Field parent : parents) dotted.append(parent.relationship()).append('.');
        return dotted.append(leaf).toString();
    }

    static SalesforceError noColumn(String column, String entity) {
        return new SalesforceError(
                400,
                "INVALID_FIELD",
                "No such column '" + column + "' on entity '" + entity
                        + "'. If you are attempting to use a custom field, be sure to append the '__c' after the custom"
                        + " field name. Please reference your WSDL or the describe call for the appropriate names.",
                Position.NONE);
    }

    static SalesforceError noRelation(String name, ObjectType type) {
        return new SalesforceError(
                400,
                "INVALID_FIELD",
                "Didn't understand relationship '" + name + "' in field path. If you are attempting to use a custom"
                        + " relationship, be sure to append the '__r' after the custom relationship name. Please"
                        + " reference your WSDL or the describe call for the appropriate names. (" + type + ")",
                Position.NONE);
    }
}
