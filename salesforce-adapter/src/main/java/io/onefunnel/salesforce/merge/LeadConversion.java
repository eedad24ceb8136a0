package io.onefunnel.salesforce.merge;

import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.spi.AdapterException;
import java.util.List;

/**
 * What takes the place of a merge between a lead and a contact. Nothing of it is done by us: a conversion cannot be
 * taken back, so it is for a person to do.
 */
final class LeadConversion {
    private final WriteContext context;

    LeadConversion(WriteContext context) {
        this.context = context;
    }

    /**
     * The sentence for whoever decides.
     *
     * @param account the contact's account; "" when it has none
     */
    String proposal(String lead, String contact, String account) {
        String sentence = "A Lead and a Contact cannot be merged; convert lead " + lead + " into contact " + contact
                + " instead" + statusWords() + ".";
        // "Existing contact requires its accountId": convertLead(), SOAP API guide.
        return account.isEmpty() ? sentence + " The contact needs an account first." : sentence;
    }

    /** The statuses that a lead can be converted with: convertedStatus of convertLead(), SOAP API guide. */
    private List<String> statuses() {
        return context
                .rows("read LeadStatus", "SELECT Id, MasterLabel FROM LeadStatus WHERE IsConverted = true")
                .stream()
                .map(row -> String.valueOf(row.getField("MasterLabel")))
                .sorted()
                .toList();
    }

    private String statusWords() {
        try {
            List<String> statuses = statuses();
            return statuses.isEmpty()
                    ? " (no lead status of this org is marked as converted yet: an admin sets that up)"
                    : " (with status " + String.join(" or ", statuses) + ")";
        } catch (AdapterException e) {
            // That it must be converted is certain all the same.
            if (ErrorScope.stopsAll(e)) throw e;
            return "";
        }
    }
}
