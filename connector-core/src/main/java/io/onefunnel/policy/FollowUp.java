package io.onefunnel.policy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What sales promised about Conversation Leads. */
public record FollowUp(Approval approval, FirstTouch firstTouch, Resolution resolution, HighPotential highPotential) {
    public static final FollowUp DEFAULT = new FollowUp(
            Approval.DRAFT,
            new FirstTouch(Duration.ofHours(1), Duration.ofMinutes(15), 50, false, false),
            new Resolution(10, 15, 10),
            new HighPotential(List.of(), List.of(), OptionalInt.empty()));

    /**
     * @param within business time from the entry into Conversation Lead
     * @param withinIfAsked the same for somebody who asked to talk
     * @param warnPercent of that time, after which it is at risk
     * @param automatedCounts whether a machine's touch keeps the promise
     * @param taskIfAsked whether the owner gets a task for somebody who asked to talk
     */
    public record FirstTouch(
            Duration within, Duration withinIfAsked, int warnPercent, boolean automatedCounts, boolean taskIfAsked) {}

    /**
     * @param warnDays business days after which an open one is at risk
     * @param dueDays business days in which an outcome is promised
     * @param extensionDays business days more for a high potential or a verified interest
     */
    public record Resolution(int warnDays, int dueDays, int extensionDays) {}

    /**
     * Which accounts deserve the longer effort; each way is enough.
     *
     * @param segments in lower case
     * @param domains of named accounts, in lower case
     */
    public record HighPotential(List<String> segments, List<String> domains, OptionalInt employeesFrom) {
        public HighPotential {
            segments = List.copyOf(segments);
            domains = List.copyOf(domains);
        }
    }
}
