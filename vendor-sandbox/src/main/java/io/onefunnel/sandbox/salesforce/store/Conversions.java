package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converting leads: contact, account and opportunity are filled from the lead, and its activities move over. */
public final class Conversions {
    private static final Map<String, String> TO_CONTACT = Map.ofEntries(
            Map.entry("FirstName", "FirstName"),
            Map.entry("LastName", "LastName"),
            Map.entry("Title", "Title"),
            Map.entry("Email", "Email"),
            Map.entry("Phone", "Phone"),
            Map.entry("MobilePhone", "MobilePhone"),
            Map.entry("LeadSource", "LeadSource"),
            Map.entry("Street", "MailingStreet"),
            Map.entry("City", "MailingCity"),
            Map.entry("State", "MailingState"),
            Map.entry("PostalCode", "MailingPostalCode"),
            Map.entry("Country", "MailingCountry"),
            Map.entry("HasOptedOutOfEmail", "HasOptedOutOfEmail"),
            Map.entry("DoNotCall", "DoNotCall"));
    private static final Map<String, String> TO_PERSON = Map.of(
            "FirstName", "FirstName",
            "LastName", "LastName",
            "Email", "PersonEmail",
            "Phone", "Phone",
            "MobilePhone", "PersonMobilePhone",
            "Title", "PersonTitle",
            "City", "PersonMailingCity",
            "Country", "PersonMailingCountry");
    private static final Map<String, String> TO_ACCOUNT = Map.of(
            "Company", "Name",
            "Phone", "Phone",
            "Website", "Website",
            "Industry", "Industry",
            "AnnualRevenue", "AnnualRevenue",
            "NumberOfEmployees", "NumberOfEmployees");

    private final OrgStore store;
    private final Records records;

    public Conversions(OrgStore store, Records records) {
        this.store = store;
        this.records = records;
    }

    public Row newAccount(Row lead, String owner, String user) {
        Map<Field, @Nullable String> values = copied(lead, TO_ACCOUNT, "Account");
        values.put(store.field("Account", "OwnerId"), owner);
        return records.create(type("Account"), values, user);
    }

    /** A lead without a company becomes a person's account. */
    public Row newPersonAccount(Row lead, String owner, String user) {
        Map<Field, @Nullable String> values = copied(lead, TO_PERSON, "Account");
        values.put(store.field("Account", "OwnerId"), owner);
        return records.create(type("Account"), values, user);
    }

    public Row personContact(Row account) {
        return records.personContact(account).orElseThrow();
    }

    public Row newContact(Row lead, String account, String owner, String user) {
        Map<Field, @Nullable String> values = copied(lead, TO_CONTACT, "Contact");
        values.put(store.field("Contact", "AccountId"), account);
        values.put(store.field("Contact", "OwnerId"), owner);
        return records.create(type("Contact"), values, user);
    }

    public Row newOpportunity(Row lead, String account, String contact, String name, String owner, String user) {
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        values.put(store.field("Opportunity", "AccountId"), account);
        values.put(store.field("Opportunity", "Name"), name);
        values.put(store.field("Opportunity", "StageName"), "Prospecting");
        values.put(store.field("Opportunity", "OwnerId"), owner);
        values.put(store.field("Opportunity", "LeadSource"), lead.value(store.field("Lead", "LeadSource")));
        // The vendor sets the last day of the current quarter.
        values.put(store.field("Opportunity", "CloseDate"), endOfQuarter());
        Row opportunity = records.create(type("Opportunity"), values, user);
        Map<Field, @Nullable String> role = new LinkedHashMap<>();
        role.put(store.field("OpportunityContactRole", "OpportunityId"), opportunity.id());
        role.put(store.field("OpportunityContactRole", "ContactId"), contact);
        role.put(store.field("OpportunityContactRole", "IsPrimary"), "true");
        records.create(type("OpportunityContactRole"), role, user);
        return opportunity;
    }

    /** Into existing records only empty fields are filled; the lead source alone can be overwritten. */
    public void fillContact(Row lead, Row contact, boolean overwriteLeadSource, String user) {
        Map<Field, @Nullable String> empty = copied(lead, TO_CONTACT, "Contact");
        empty.keySet()
                .removeIf(field -> contact.value(field) != null
                        && !(overwriteLeadSource && field.name().equals("LeadSource")));
        records.update(type("Contact"), contact, empty, user);
    }

    /** Marks the lead, and moves its activities and campaign memberships to the contact. */
    public void finish(
            Row lead,
            String account,
            String contact,
            Optional<String> opportunity,
            String date,
            Optional<String> status,
            String user) {
        Map<Field, @Nullable String> marks = new LinkedHashMap<>();
        marks.put(store.field("Lead", "IsConverted"), "true");
        marks.put(store.field("Lead", "ConvertedDate"), date);
        marks.put(store.field("Lead", "ConvertedAccountId"), account);
        marks.put(store.field("Lead", "ConvertedContactId"), contact);
        opportunity.ifPresent(id -> marks.put(store.field("Lead", "ConvertedOpportunityId"), id));
        status.ifPresent(value -> marks.put(store.field("Lead", "Status"), value));
        records.update(type("Lead"), lead, marks, user);
        records.histories().happened(type("Lead"), lead, "leadConverted", user, store.second());
        for (Records.Reference child : records.referencesTo(lead)) moveToContact(child, contact, user);
    }

    private void moveToContact(Records.Reference child, String contact, String user) {
        Table table = store.table(child.type());
        switch (child.type().name()) {
            case "Task", "Event" -> table.set(child.row(), child.field(), contact);
            case "CampaignMember" -> {
                // The membership keeps its lead and gains the contact.
                table.set(child.row(), store.field("CampaignMember", "ContactId"), contact);
                table.set(child.row(), store.field("CampaignMember", "LeadOrContactId"), contact);
                table.set(child.row(), store.field("CampaignMember", "Type"), "Contact");
            }
            default -> {
                return;
            }
        }
        records.touch(child.type(), child.row(), user, store.second());
    }

    private Map<Field, @Nullable String> copied(Row lead, Map<String, String> pairs, String into) {
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        pairs.forEach((from, to) -> {
            String value = lead.value(store.field("Lead", from));
            if (value != null) values.put(store.field(into, to), value);
        });
        for (Field field : type("Lead").fields()) {
            String value = field.isCustom() ? lead.value(field) : null;
            if (value != null) type(into).field(field.name()).ifPresent(same -> values.put(same, value));
        }
        return values;
    }

    private String endOfQuarter() {
        LocalDate today = LocalDate.ofInstant(store.clock().instant(), ZoneOffset.UTC);
        int month = (today.getMonthValue() + 2) / 3 * 3;
        return YearMonth.of(today.getYear(), month).atEndOfMonth().toString();
    }

    private ObjectType type(String name) {
        return store.table(name).type();
    }
}
