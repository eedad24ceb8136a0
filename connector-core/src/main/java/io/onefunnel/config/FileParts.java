package io.onefunnel.config;

import io.onefunnel.policy.Approval;
import io.onefunnel.settings.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What the files of the framework have in common. */
final class FileParts {
    private FileParts() {}

    static Approval approval(Settings file) {
        Approval.State state = file.choice("state", Approval.State.class, Approval.State.DRAFT);
        Approval approval = new Approval(
                file.text("version", Approval.DRAFT.version()),
                state,
                file.texts("approved-by.marketing"),
                file.texts("approved-by.sales"),
                file.value("effective", "a day such as 2026-03-02", LocalDate::parse));
        file.check(
                !state.needsBothVotes() || approval.approvedByBoth(),
                "state",
                "needs a vote of marketing and one of sales; name both under approved-by");
        return approval;
    }

    /** The list that stands in the file, in lower case; the default when the key is missing. */
    static List<String> lowerCase(Settings at, String key, List<String> otherwise) {
        if (!at.has(key)) return otherwise;
        return at.texts(key).stream()
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    static OptionalInt count(Settings at, String key) {
        return at.has(key) ? OptionalInt.of(at.positiveInt(key, 1)) : OptionalInt.empty();
    }

    static int percent(Settings at, String key, int otherwise) {
        int percent = at.integer(key, otherwise);
        at.check(percent >= 1 && percent <= 99, key, "must be from 1 to 99 percent, not " + percent);
        return percent;
    }
}
