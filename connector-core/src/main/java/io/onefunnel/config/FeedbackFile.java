package io.onefunnel.config;

import io.onefunnel.policy.Feedback;
import io.onefunnel.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code config/framework/feedback.yaml}: which answers sales gives, and how soon. */
final class FeedbackFile {
    /** More than this nobody keeps in mind: a list that is only admired is not used. */
    private static final int MOST_REASONS = 8;

    private FeedbackFile() {}

    static Feedback read(Settings file, PolicyFiles files) {
        SortedMap<String, List<String>> reasons = file.has("reasons") ? reasons(file) : Feedback.DEFAULT.reasons();
        if (reasons.size() > MOST_REASONS) {
            files.warn(
                    "framework/feedback.yaml",
                    "reasons",
                    reasons.size() + " reasons are more than people tell apart; keep to " + MOST_REASONS);
        }
        return new Feedback(
                FileParts.approval(file),
                reasons,
                file.positiveInt("meeting.due-days", Feedback.DEFAULT.meetingDays()));
    }

    private static SortedMap<String, List<String>> reasons(Settings file) {
        Settings section = file.section("reasons");
        SortedMap<String, List<String>> reasons = new TreeMap<>();
        for (String code : section.keys()) {
            reasons.put(code.toUpperCase(Locale.ROOT), FileParts.lowerCase(section, code, List.of()));
        }
        section.check(!reasons.isEmpty(), "", "names no reason");
        return reasons;
    }
}
