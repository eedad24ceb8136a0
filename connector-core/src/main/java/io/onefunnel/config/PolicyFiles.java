package io.onefunnel.config;

import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.Feedback;
import io.onefunnel.policy.Handoff;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.settings.Problem;
import io.onefunnel.settings.Problems;
import io.onefunnel.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the partnership framework, the calendars and the cold start's points from {@code config/}. */
public final class PolicyFiles {
    private final Path config;
    private final Problems problems = new Problems();
    private final List<Problem> warnings = new ArrayList<>();

    private PolicyFiles(Path config) {
        this.config = config;
    }

    /**
     * The inputs that the files of a folder describe; a file that is missing takes its defaults.
     *
     * @throws io.onefunnel.settings.SettingsException with the problems of all files together
     */
    public static Inputs read(Path config) {
        return check(config).inputs();
    }

    /**
     * Likewise, with what can be used but is advised against.
     *
     * @throws io.onefunnel.settings.SettingsException with the problems of all files together
     */
    public static Checked check(Path config) {
        return new PolicyFiles(config).all();
    }

    /** @param warnings each with its file and key */
    public record Checked(Inputs inputs, List<Problem> warnings) {
        public Checked {
            warnings = List.copyOf(warnings);
        }
    }

    private Checked all() {
        Criteria criteria = read("framework/criteria.yaml", Criteria.DEFAULT, file -> CriteriaFile.read(file, this));
        FollowUpFile.Read followUp = read("framework/follow-up.yaml", FollowUpFile.DEFAULT, FollowUpFile::read);
        Handoff handoff = read("framework/handoff.yaml", Handoff.DEFAULT, HandoffFile::read);
        Feedback feedback = read("framework/feedback.yaml", Feedback.DEFAULT, file -> FeedbackFile.read(file, this));
        Calendars calendars = read("calendars.yaml", Calendars.DEFAULT, CalendarsFile::read);
        ScoringRules scoring = read("scoring.yaml", ScoringRules.DEFAULT, ScoringFile::read);
        problems.throwIfAny();
        Policy policy = Policy.of(criteria, followUp.followUp(), handoff, feedback, followUp.goLive());
        return new Checked(Inputs.of(policy, calendars, scoring), warnings);
    }

    private <T> T read(String name, T otherwise, Function<Settings, T> reader) {
        Path file = config.resolve(name);
        if (!Files.exists(file)) return otherwise;
        return Settings.load(file, problems, reader).orElse(otherwise);
    }

    void warn(String name, String key, String message) {
        warnings.add(new Problem(config.resolve(name).toString(), 0, 0, key, message));
    }
}
