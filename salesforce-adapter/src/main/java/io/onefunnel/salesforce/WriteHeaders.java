package io.onefunnel.salesforce;

import com.sforce.soap.partner.PartnerConnection;

/** How every write of ours wants to be taken: quietly. */
final class WriteHeaders {
    private WriteHeaders() {}

    static void set(PartnerConnection soap) {
        soap.setAllOrNoneHeader(false);
        // Alert rules do not stop a score; rules that block still do.
        soap.setDuplicateRuleHeader(true, false, false);
        // Too long a text is an error to be seen, never cut in silence.
        soap.setAllowFieldTruncationHeader(false);
        soap.setEmailHeader(false, false, false);
        soap.setAssignmentRuleHeader(null, false);
        soap.setMruHeader(false);
        soap.setDisableFeedTrackingHeader(true);
    }
}
