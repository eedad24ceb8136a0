package io.onefunnel.sandbox.salesforce;

import java.util.Map;

/** How the sample company and the CSV import fill the org: no API call is counted, no limit applies. */
public interface SalesforceData {
    /**
     * Stores a record as given. {@code CreatedDate}, {@code SystemModstamp} and {@code LastModifiedDate} may be set
     * (ISO-8601); otherwise they are now. Required fields may be missing: real orgs hold such rows too.
     *
     * @param type an object such as "Lead", "Contact", "Account", "Opportunity", "OpportunityContactRole",
     *     "Campaign", "CampaignMember", "Task", "Event", "User", "OpportunityHistory"
     * @return the new 18-character id
     */
    String insert(String type, Map<String, String> fields);

    /** Marks a lead as converted; the ids must exist, {@code opportunityId} may be empty. */
    void convert(String leadId, String accountId, String contactId, String opportunityId, String convertedDate);
}
