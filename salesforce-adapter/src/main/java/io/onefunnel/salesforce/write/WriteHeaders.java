package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.OwnerChangeOption;
import com.sforce.soap.partner.OwnerChangeOptionType;
import com.sforce.soap.partner.PartnerConnection;

/** How every write of ours wants to be taken: quietly. Each header is said, also where it says the default. */
public final class WriteHeaders {
    private WriteHeaders() {}

    public static void set(PartnerConnection soap) {
        // One result for each record; a refused one stops no other.
        soap.setAllOrNoneHeader(false);
        // Alert rules do not stop a score; rules that block still do.
        soap.setDuplicateRuleHeader(true, false, false);
        // Too long a text is an error to be seen, never cut in silence.
        soap.setAllowFieldTruncationHeader(false);
        soap.setEmailHeader(false, false, false);
        // A score must not hand a lead to somebody else.
        soap.setAssignmentRuleHeader(null, false);
        soap.setMruHeader(false);
        soap.setDisableFeedTrackingHeader(true);
        // Connections are used again: what an owner change said must not stay on.
        soap.clearOwnerChangeOptions();
    }

    /** The work that is open goes along; what was done stays with whom did it. */
    static void setOwnerChange(PartnerConnection soap) {
        soap.setOwnerChangeOptions(new OwnerChangeOption[] {
            option(OwnerChangeOptionType.TransferOpenActivities, true),
            option(OwnerChangeOptionType.TransferNotesAndAttachments, true),
            option(OwnerChangeOptionType.TransferOthersOpenOpportunities, false),
            option(OwnerChangeOptionType.TransferOwnedOpenOpportunities, false)
        });
    }

    private static OwnerChangeOption option(OwnerChangeOptionType type, boolean execute) {
        OwnerChangeOption option = new OwnerChangeOption();
        option.setType(type);
        option.setExecute(execute);
        return option;
    }
}
