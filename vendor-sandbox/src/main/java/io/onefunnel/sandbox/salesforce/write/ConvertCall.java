package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Conversions;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The convertLead call. */
public final class ConvertCall {
    public record Request(
            @Nullable String leadId,
            @Nullable String convertedStatus,
            @Nullable String accountId,
            @Nullable String contactId,
            @Nullable String opportunityName,
            boolean withoutOpportunity) {}

    public record Result(
            RowResult row,
            @Nullable String accountId,
            @Nullable String contactId,
            @Nullable String opportunityId) {}

    private final OrgStore store;
    private final Writes writes;
    private final Conversions conversions;
    private final WriteAudit audit;

    public ConvertCall(OrgStore store, Writes writes, Conversions conversions, WriteAudit audit) {
        this.store = store;
        this.writes = writes;
        this.conversions = conversions;
        this.audit = audit;
    }

    public List<Result> convert(List<Request> requests, Writes.Options options) {
        List<Result> results = new ArrayList<>();
        for (Request request : requests) {
            try {
                results.add(one(request, options));
            } catch (RowRefusal refusal) {
                RowResult row = new RowResult(request.leadId(), false, List.of(refusal.error()));
                results.add(new Result(row, null, null, null));
            }
        }
        return results;
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
        Row account = request.accountId() == null
                ? conversions.newAccount(lead, user)
                : checks.existing(checks.type("Account", access), request.accountId());
        Row contact;
        if (request.contactId() == null) {
            contact = conversions.newContact(lead, account.id(), user);
        } else {
            contact = checks.existing(checks.type("Contact", access), request.contactId());
            conversions.fillContact(lead, contact, user);
        }
        Optional<String> opportunity = Optional.empty();
        if (!request.withoutOpportunity()) {
            String named = request.opportunityName();
            String name = named != null ? named : String.valueOf(lead.value(store.field("Lead", "Company"))) + "-";
            opportunity = Optional.of(conversions
                    .newOpportunity(lead, account.id(), contact.id(), name, user)
                    .id());
        }
        String today =
                store.clock().instant().atZone(ZoneOffset.UTC).toLocalDate().toString();
        conversions.finish(lead, account.id(), contact.id(), opportunity, today, Optional.of(status), user);
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("convertedStatus", status);
        audit.wrote(store.clock().instant(), "convert", "Lead", lead.id(), sent, false);
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
