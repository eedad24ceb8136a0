package io.onefunnel.normalize;

import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;

/** What a title says: how senior somebody is and what they do, in the languages of the two lists. */
public final class TitleNormalizer {
    private static final WordPatterns<JobLevel> LEVELS = new WordPatterns<>("title-levels.txt", JobLevel::valueOf);
    private static final WordPatterns<JobFunction> FUNCTIONS =
            new WordPatterns<>("title-functions.txt", JobFunction::valueOf);

    private TitleNormalizer() {}

    /** {@link JobLevel#UNKNOWN} for a blank title, {@link JobLevel#STAFF} for one that names no rank. */
    public static JobLevel level(String title) {
        String words = words(title);
        return words.isEmpty() ? JobLevel.UNKNOWN : LEVELS.first(words).orElse(JobLevel.STAFF);
    }

    /** {@link JobFunction#UNKNOWN} for a blank title, {@link JobFunction#OTHER} for one that names no function. */
    public static JobFunction function(String title) {
        String words = words(title);
        return words.isEmpty() ? JobFunction.UNKNOWN : FUNCTIONS.first(words).orElse(JobFunction.OTHER);
    }

    private static String words(String title) {
        // "V.P." is one word.
        return Folding.words(title.replace(".", ""));
    }
}
