package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.WriteAudit;
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
    private final String user;

    public ConvertCall(OrgStore store, Writes writes, Conversions conversions, WriteAudit audit, String apiUser) {
        this.store = store;
        this.writes = writes;
        this.conversions = conversions;
        this.audit = audit;
        this.user = apiUser;
    }

    public List<Result> convert(List<Request> requests) {
        List<Result> results = new ArrayList<>();
        for (Request request : requests) {
            try {
                results.add(one(request));
            } catch (RowRefusal refusal) {
                RowResult row = new RowResult(request.leadId(), false, List.of(refusal.error()));
                results.add(new Result(row, null, null, null));
            }
        }
        return results;
    }

    private Result one(Request request) throws RowRefusal {
        Checks checks = writes.checks();
        Row lead = checks.existing(checks.type("Lead"), request.leadId());
        checks.notConverted(checks.type("Lead"), lead);
        String status = convertedStatus(request.convertedStatus());
        if (request.contactId() != null && request.accountId() == null) {
            throw new RowRefusal("REQUIRED_FIELD_MISSING", "accountId is required with contactId", "accountId");
        }
        Row account = request.accountId() == null
                ? conversions.newAccount(lead, user)
                : checks.existing(checks.type("Account"), request.accountId());
        Row contact;
        if (request.contactId() == null) {
            contact = conversions.newContact(lead, account.id(), user);
        } else {
            contact = checks.existing(checks.type("Contact"), request.contactId());
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
