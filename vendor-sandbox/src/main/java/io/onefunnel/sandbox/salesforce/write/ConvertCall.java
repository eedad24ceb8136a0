package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Conversions;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The convertLead call, with the rights and the checks that it needs. */
public final class ConvertCall {
    public record Request(
            @Nullable String leadId,
            @Nullable String convertedStatus,
            @Nullable String accountId,
            @Nullable String contactId,
            @Nullable String opportunityId,
            @Nullable String opportunityName,
            @Nullable String ownerId,
            boolean withoutOpportunity,
            boolean overwriteLeadSource) {}

    public record Result(
            RowResult row,
            @Nullable String accountId,
            @Nullable String contactId,
            @Nullable String opportunityId) {}

    private final OrgStore store;
    private final Writes writes;
    private final Conversions conversions;

    public ConvertCall(OrgStore store, Writes writes, Conversions conversions) {
        this.store = store;
        this.writes = writes;
        this.conversions = conversions;
    }

    public List<Result> convert(List<Request> requests, Writes.Options options) {
        List<Result> results = new ArrayList<>();
        for (Request request : requests) {
            results.add(store.transaction(
                    () -> attempt(request, options), result -> result.row().success()));
        }
        return results;
    }

    private Result attempt(Request request, Writes.Options options) {
        try {
            return one(request, options);
        } catch (RowRefusal refusal) {
            RowResult row = new RowResult(request.leadId(), false, List.of(refusal.error()));
            return new Result(row, null, null, null);
        }
    }

    /** The org's rules hold for what a conversion makes, too. */
    private void checkSaveable(String object, Row made, Writes.Options options) throws RowRefusal {
        ObjectType type = store.table(object).type();
        writes.checks().saveable(type, made, Map.of(), Set.of(made), options);
    }

    /** Who owns what the lead becomes: the one named, else the lead's owner, who must be an active user. */
    private String owner(Row lead, Request request) throws RowRefusal {
        String named = request.ownerId();
        String owner = named != null ? Ids.to18(named) : String.valueOf(lead.value(store.field("Lead", "OwnerId")));
        Row user = store.row(owner).orElse(null);
        boolean isUser = store.schema()
                .typeOfId(owner)
                .map(type -> type.name().equals("User"))
                .orElse(false);
        if (user == null || !isUser) {
            throw new RowRefusal(
                    "INVALID_CROSS_REFERENCE_KEY",
                    "Converted objects can only be owned by users. If the lead is not owned by a user, you must specify a"
                            + " user for the Owner field.",
                    "ownerId");
        }
        if (!"true".equals(user.value(store.field("User", "IsActive")))) {
            throw new RowRefusal(
                    "INACTIVE_OWNER_OR_USER",
                    "operation performed with inactive user [" + owner + "] as owner of record");
        }
        return owner;
    }

    private Result one(Request request, Writes.Options options) throws RowRefusal {
        Access access = options.access();
        String user = options.user();
        Checks checks = writes.checks();
        Row lead = checks.existing(checks.type("Lead", access), request.leadId());
        checks.notConverted(checks.type("Lead", access), lead, access);
        mayConvert(lead, request, access);
        String status = convertedStatus(request.convertedStatus());
        if (request.contactId() != null && request.accountId() == null) {
            throw new RowRefusal("REQUIRED_FIELD_MISSING", "accountId is required with contactId", "accountId");
        }
        String owner = owner(lead, request);
        boolean person = request.accountId() == null && lead.value(store.field("Lead", "Company")) == null;
        Row account = request.accountId() == null
                ? person ? conversions.newPersonAccount(lead, owner, user) : conversions.newAccount(lead, owner, user)
                : checks.existing(checks.type("Account", access), request.accountId());
        if (request.accountId() == null) checkSaveable("Account", account, options);
        Row contact;
        if (person) {
            contact = conversions.personContact(account);
        } else if (request.contactId() == null) {
            contact = conversions.newContact(lead, account.id(), owner, user);
            checkSaveable("Contact", contact, options);
        } else {
            contact = checks.existing(checks.type("Contact", access), request.contactId());
            conversions.fillContact(lead, contact, request.overwriteLeadSource(), user);
        }
        Optional<String> opportunity = Optional.empty();
        if (request.opportunityId() != null) {
            opportunity = Optional.of(checks.existing(checks.type("Opportunity", access), request.opportunityId())
                    .id());
        } else if (!request.withoutOpportunity()) {
            String named = request.opportunityName();
            String name = named != null ? named : String.valueOf(lead.value(store.field("Lead", "Company"))) + "-";
            opportunity = Optional.of(conversions
                    .newOpportunity(lead, account.id(), contact.id(), name, owner, user)
                    .id());
        }
        String today =
                store.clock().instant().atZone(ZoneOffset.UTC).toLocalDate().toString();
        conversions.finish(lead, account.id(), contact.id(), opportunity, today, Optional.of(status), user);
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("convertedStatus", status);
        writes.wrote("convert", checks.type("Lead", access), lead, sent, false);
        return new Result(RowResult.done(lead.id(), false), account.id(), contact.id(), opportunity.orElse(null));
    }

    /** "Convert Leads", edit on the lead, create and edit on what comes of it: convertLead(), SOAP API guide. */
    private void mayConvert(Row lead, Request request, Access access) throws RowRefusal {
        Checks checks = writes.checks();
        if (!access.has(Permission.CONVERT_LEADS)) throw Checks.noAccess();
        checks.mayEdit(checks.type("Lead", access), lead, access);
        List<String> targets = request.withoutOpportunity()
                ? List.of("Account", "Contact")
                : List.of("Account", "Contact", "Opportunity");
        for (String target : targets) {
            ObjectType type = checks.type(target, access);
            if (!access.may(Right.CREATE, type) || !access.may(Right.EDIT, type)) throw Checks.noAccess();
        }
    }

    private String convertedStatus(@Nullable String label) throws RowRefusal {
        boolean known = label != null
                && store.table("LeadStatus").rows().stream()
                        .filter(row -> "true".equals(row.value(store.field("LeadStatus", "IsConverted"))))
                        .anyMatch(row -> label.equals(row.value(store.field("LeadStatus", "ApiName"))));
        if (label == null || !known) {
            throw new RowRefusal("INVALID_STATUS", "invalid convertedStatus: " + label, "convertedStatus");
        }
        return label;
    }
}
