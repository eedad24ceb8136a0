package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import io.onefunnel.sandbox.salesforce.rules.OrgRules;
import io.onefunnel.sandbox.salesforce.rules.ValidationRule;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the platform checks before it saves. Messages are the vendor's. */
final class Checks {
    private final OrgStore store;
    private final OrgSettings settings;
    private final OrgRules rules;

    Checks(OrgStore store, OrgSettings settings, OrgRules rules) {
        this.store = store;
        this.settings = settings;
        this.rules = rules;
    }

    ObjectType type(String name, Access access) {
        return store.schema()
                .type(name)
                .filter(access::sees)
                .orElseThrow(() -> new SalesforceError(
                        404, "INVALID_TYPE", "sObject type '" + name + "' is not supported.", Position.NONE));
    }

    /**
     * The values by field, each in canonical form.
     *
     * @throws SalesforceError when a column does not exist or is hidden: that refuses the whole call
     */
    Map<Field, @Nullable String> values(ObjectType type, Sent sent, boolean creating, Writes.Options options)
            throws RowRefusal {
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable String> each : sent.values().entrySet()) {
            Field field = type.field(each.getKey())
                    .filter(found -> options.access().sees(type, found))
                    .orElseThrow(() -> noColumn(each.getKey(), type));
            if (field.isId()) continue;
            boolean allowed = creating
                    ? options.access().mayCreate(type, field)
                    : options.access().mayEdit(type, field);
            if (!allowed) {
                throw new RowRefusal(
                        "INVALID_FIELD_FOR_INSERT_UPDATE",
                        "Unable to create/update fields: " + field.name()
                                + ". Please check the security settings of this"
                                + " field and verify that it is read/write for your profile or permission set.",
                        field.name());
            }
            values.put(field, value(field, each.getValue(), options.truncate()));
        }
        required(type, values, creating);
        return values;
    }

    /** The live record that a row names. */
    Row existing(ObjectType type, @Nullable String id) throws RowRefusal {
        if (id == null || id.isEmpty()) throw new RowRefusal("MISSING_ARGUMENT", "Id not specified in an update call");
        if (!Ids.wellFormed(id)) throw new RowRefusal("MALFORMED_ID", "bad id " + id);
        if (!store.schema().typeOfId(id).map(type::equals).orElse(false)) {
            throw new RowRefusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        Row row = store.table(type)
                .row(id)
                .orElseThrow(() -> new RowRefusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"));
        if (row.isDeleted()) throw new RowRefusal("ENTITY_IS_DELETED", "entity is deleted");
        if (settings.locked(row.id())) {
            throw new RowRefusal(
                    "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: " + row.id());
        }
        return row;
    }

    void mayCreate(ObjectType type, Access access) throws RowRefusal {
        if (access.may(Right.CREATE, type)) return;
        throw new RowRefusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: " + type.label());
    }

    void mayEdit(ObjectType type, Row row, Access access) throws RowRefusal {
        if (!access.may(Right.EDIT, type) || !access.changes(type, row)) throw noAccess();
    }

    void mayDelete(ObjectType type, Row row, Access access) throws RowRefusal {
        if (!access.may(Right.DELETE, type) || !access.changes(type, row)) throw noAccess();
    }

    static RowRefusal noAccess() {
        return new RowRefusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
    }

    /** The org's own rules, and the one about converted leads. */
    void editable(ObjectType type, Row row, Access access) throws RowRefusal {
        if (settings.refuses(row.id())) {
            throw new RowRefusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", "This record may not be changed.");
        }
        notConverted(type, row, access);
    }

    /** The org's rules about the record as it would be saved. */
    void saveable(
            ObjectType type,
            @Nullable Row row,
            Map<Field, @Nullable String> written,
            Set<Row> apart,
            Writes.Options options)
            throws RowRefusal {
        Optional<ValidationRule> refusing = rules.refusing(type, row, written);
        if (refusing.isPresent()) {
            ValidationRule rule = refusing.get();
            String[] fields = rule.field().isEmpty() ? new String[0] : new String[] {rule.field()};
            throw new RowRefusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message(), fields);
        }
        for (DuplicatesFound found : rules.duplicates(type, row, written, apart)) {
            boolean saved = switch (found.rule().action()) {
                case REPORT -> true;
                case ALERT -> options.allowDuplicates();
                case BLOCK -> false;
            };
            if (!saved) throw RowRefusal.duplicates(found);
        }
    }

    void notConverted(ObjectType type, Row row, Access access) throws RowRefusal {
        boolean converted =
                type.field("IsConverted").map(row::value).map("true"::equals).orElse(false);
        if (converted && !access.editsConvertedLeads()) {
            throw new RowRefusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
        }
    }

    /** An external id marked unique belongs to one record. */
    void unique(ObjectType type, Map<Field, @Nullable String> values, @Nullable Row self) throws RowRefusal {
        for (Map.Entry<Field, @Nullable String> each : values.entrySet()) {
            String value = each.getValue();
            if (!each.getKey().externalId() || value == null) continue;
            for (Row other : store.table(type).holding(each.getKey(), value)) {
                if (other.isDeleted() || self != null && other.id().equals(self.id())) continue;
                throw new RowRefusal(
                        "DUPLICATE_VALUE",
                        "duplicate value found: " + each.getKey().name() + " duplicates value on record with id: "
                                + other.id().substring(0, 15));
            }
        }
    }

    private @Nullable String value(Field field, @Nullable String sent, boolean truncate) throws RowRefusal {
        if (sent == null || sent.isEmpty()) return null;
        String value;
        try {
            value = field.type().canonical(sent);
        } catch (IllegalArgumentException e) {
            throw new RowRefusal("INVALID_TYPE_ON_FIELD_IN_RECORD", String.valueOf(e.getMessage()), field.name());
        }
        if (field.type() == FieldType.REFERENCE) return reference(field, value);
        if (field.type() == FieldType.EMAIL && !value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw new RowRefusal(
                    "INVALID_EMAIL_ADDRESS", field.label() + ": invalid email address: " + value, field.name());
        }
        if (field.type().isText() && field.length() > 0 && value.length() > field.length()) {
            if (truncate) return value.substring(0, field.length());
            throw new RowRefusal(
                    "STRING_TOO_LONG",
                    field.label() + ": data value too large: " + value + " (max length=" + field.length() + ")",
                    field.name());
        }
        int wholeDigits = field.length() - field.scale();
        if (field.type().isDecimal() && value.replaceAll("^-|\\..*", "").length() > wholeDigits) {
            throw new RowRefusal(
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    field.label() + ": value outside of valid range on numeric field: " + value,
                    field.name());
        }
        return value;
    }

    private String reference(Field field, String value) throws RowRefusal {
        if (!Ids.wellFormed(value)) {
            throw new RowRefusal(
                    "MALFORMED_ID", field.label() + ": id value of incorrect type: " + value, field.name());
        }
        String id = Ids.to18(value);
        String target = store.schema().typeOfId(id).map(ObjectType::name).orElse("");
        if (!field.referenceTo().contains(target)) {
            throw new RowRefusal(
                    "FIELD_INTEGRITY_EXCEPTION",
                    field.label() + ": id value of incorrect type: " + value,
                    field.name());
        }
        Row row = store.row(id)
                .orElseThrow(() ->
                        new RowRefusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name()));
        if (row.isDeleted()) throw new RowRefusal("ENTITY_IS_DELETED", "entity is deleted", field.name());
        boolean inactive = target.equals("User") && "false".equals(row.value(store.field("User", "IsActive")));
        if (inactive && field.name().equals("OwnerId")) {
            throw new RowRefusal(
                    "INACTIVE_OWNER_OR_USER", "operation performed with inactive user [" + id + "] as owner of record");
        }
        return id;
    }

    private void required(ObjectType type, Map<Field, @Nullable String> values, boolean creating) throws RowRefusal {
        List<String> missing = type.fields().stream()
                .filter(Field::required)
                .filter(field -> creating || values.containsKey(field))
                .filter(field -> values.get(field) == null)
                .filter(field -> !isForgiven(type, field, values))
                .map(Field::name)
                .toList();
        if (missing.isEmpty()) return;
        throw new RowRefusal(
                "REQUIRED_FIELD_MISSING", "Required fields are missing: " + missing, missing.toArray(String[]::new));
    }

    /** In an org with person accounts a person needs no company, and an account with a last name no name. */
    private boolean isForgiven(ObjectType type, Field field, Map<Field, @Nullable String> values) {
        if (!settings.on("personAccounts")) return false;
        return switch (type.name() + "." + field.name()) {
            case "Lead.Company" -> true;
            case "Account.Name" -> type.field("LastName").map(values::get).isPresent();
            default -> false;
        };
    }

    private static SalesforceError noColumn(String column, ObjectType type) {
        return new SalesforceError(
                400,
                "INVALID_FIELD",
                "No such column '" + column + "' on sobject of type " + type.name(),
                Position.NONE);
    }
}
