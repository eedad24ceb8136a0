package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.Optional;
import java.util.Set;

/** The names under which a parent's query reads its children: "Contacts" of an account, "Histories" of a lead. */
public final class ChildRelations {
    private static final Set<String> WITHOUT = Set.of(
            "MasterRecordId",
            "LeadOrContactId",
            "OwnerId",
            "CreatedById",
            "LastModifiedById",
            "ReportsToId",
            "ConvertedAccountId",
            "ConvertedContactId",
            "ConvertedOpportunityId",
            "IndividualId",
            "ManagerId");

    private ChildRelations() {}

    /** Empty where the reference has no name from the parent's side. */
    public static Optional<String> name(ObjectType child, Field via, ObjectType parent) {
        if (WITHOUT.contains(via.name()) || via.isCustom()) return Optional.empty();
        boolean activity = child.name().equals("Task") || child.name().equals("Event");
        if (activity && via.name().equals("AccountId")) return Optional.empty();
        if (child.name().equals("Opportunity") && via.name().equals("ContactId")) return Optional.empty();
        if (via.name().equals("ParentId")) return Optional.of("Child" + parent.labelPlural());
        return Optional.of(child.isHistory() ? "Histories" : child.labelPlural());
    }
}
