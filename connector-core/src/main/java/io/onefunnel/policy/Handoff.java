package io.onefunnel.policy;

import java.util.List;
import java.util.Optional;

/**
 * How a Conversation Lead passes to the salesperson who sets the meeting.
 *
 * @param salespeople e-mails of those who set their own meetings, in lower case; take-back is counted for their
 *     leads. Empty counts it for nobody.
 * @param offerDays business days after which it may be taken back
 * @param dueDays business days in which a meeting is promised
 * @param takeBackTo the user or queue, by the id of the system of record, to whom a lead goes when the promise was
 *     broken; empty leaves it to people
 */
public record Handoff(
        Approval approval, List<String> salespeople, int offerDays, int dueDays, Optional<String> takeBackTo) {
    public static final Handoff DEFAULT = new Handoff(Approval.DRAFT, List.of(), 5, 8, Optional.empty());

    public Handoff {
        salespeople = List.copyOf(salespeople);
    }
}
