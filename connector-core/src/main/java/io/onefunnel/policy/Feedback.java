package io.onefunnel.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which answers sales gives, and how soon after a meeting.
 *
 * @param reasons the codes of disqualification, each with the words by which the systems call it, in lower case
 * @param meetingDays business days after a meeting in which its status is promised
 */
public record Feedback(Approval approval, SortedMap<String, List<String>> reasons, int meetingDays) {
    public static final Feedback DEFAULT = new Feedback(Approval.DRAFT, defaultReasons(), 1);

    public Feedback {
        TreeMap<String, List<String>> copy = new TreeMap<>();
        reasons.forEach((code, words) -> copy.put(code, List.copyOf(words)));
        reasons = Collections.unmodifiableSortedMap(copy);
    }

    /** The code of a reason, or the reason's own words where no code fits. */
    public String code(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        String spelled = wanted.replace(' ', '_').replace('-', '_');
        for (Map.Entry<String, List<String>> reason : reasons.entrySet()) {
            if (reason.getKey().toLowerCase(Locale.ROOT).equals(spelled)) return reason.getKey();
            if (reason.getValue().contains(wanted)) return reason.getKey();
        }
        return words.strip();
    }

    private static SortedMap<String, List<String>> defaultReasons() {
        TreeMap<String, List<String>> reasons = new TreeMap<>();
        reasons.put("UNREACHABLE", List.of("no response", "could not reach"));
        reasons.put("NON_COMPLIANT_SLA", List.of("non-compliant", "bad data"));
        reasons.put("NO_ACKNOWLEDGED_NEED", List.of("no need", "not interested"));
        reasons.put("OTHER", List.of());
        return reasons;
    }
}
