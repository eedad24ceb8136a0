package io.onefunnel.policy;

import java.util.List;

/**
 * How a Conversation Lead passes to the salesperson who sets the meeting (R200).
 *
 * @param salespeople e-mails of those who set their own meetings, in lower case; take-back is counted for their
 *     leads. Empty counts it for nobody.
 * @param offerDays business days after which it may be taken back
 * @param dueDays business days in which a meeting is promised
 */
public record Handoff(Approval approval, List<String> salespeople, int offerDays, int dueDays) {
    public static final Handoff DEFAULT = new Handoff(Approval.DRAFT, List.of(), 5, 8);

    public Handoff {
        salespeople = List.copyOf(salespeople);
    }
}
