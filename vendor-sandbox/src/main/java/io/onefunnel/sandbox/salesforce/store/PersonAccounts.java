package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An account with a last name is a person: it has a contact of its own that says the same. */
final class PersonAccounts {
    /** Fields of the account, and where the contact has them. */
    private static final Map<String, String> MIRRORED = Map.ofEntries(
            Map.entry("FirstName", "FirstName"),
            Map.entry("LastName", "LastName"),
            Map.entry("Salutation", "Salutation"),
            Map.entry("Phone", "Phone"),
            Map.entry("PersonEmail", "Email"),
            Map.entry("PersonMobilePhone", "MobilePhone"),
            Map.entry("PersonTitle", "Title"),
            Map.entry("PersonMailingCity", "MailingCity"),
            Map.entry("PersonMailingCountry", "MailingCountry"),
            Map.entry("PersonHasOptedOutOfEmail", "HasOptedOutOfEmail"));

    private final OrgStore store;
    private final Records records;

    PersonAccounts(OrgStore store, Records records) {
        this.store = store;
        this.records = records;
    }

    /** Brings the contact of a person's account in line with it, and makes it when there is none yet. */
    void mirror(Row account, String user) {
        if (account.value(field("Account", "LastName")) == null) return;
        Table accounts = store.table("Account");
        accounts.set(account, field("Account", "IsPersonAccount"), "true");
        ObjectType type = store.table("Contact").type();
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        Optional<Row> contact = contact(account);
        MIRRORED.forEach((from, to) -> {
            Field target = field("Contact", to);
            String value = account.value(field("Account", from));
            String held = contact.map(row -> row.value(target)).orElse(null);
            if (!Objects.equals(value, held)) values.put(target, value);
        });
        if (contact.isPresent()) {
            if (!values.isEmpty()) records.update(type, contact.get(), values, user);
            return;
        }
        values.put(field("Contact", "AccountId"), account.id());
        values.put(field("Contact", "IsPersonAccount"), "true");
        values.put(field("Contact", "OwnerId"), account.value(field("Account", "OwnerId")));
        Row made = records.create(type, values, user);
        accounts.set(account, field("Account", "PersonContactId"), made.id());
    }

    Optional<Row> contact(Row account) {
        return store.row(account.value(field("Account", "PersonContactId")));
    }

    private Field field(String type, String name) {
        return store.field(type, name);
    }
}
