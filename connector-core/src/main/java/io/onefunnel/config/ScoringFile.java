package io.onefunnel.config;

import io.onefunnel.model.JobFunction;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.policy.ScoringRules.Rule;
import io.onefunnel.settings.Settings;
import java.util.EnumMap;
import java.util.Map;

/** Reads {@code config/scoring.yaml}: the points of the cold start. */
final class ScoringFile {
    private ScoringFile() {}

    static ScoringRules read(Settings file) {
        Settings section = file.section("points");
        Map<Rule, Integer> points = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            int given = section.integer(rule.key(), rule.points());
            section.check(given >= -100 && given <= 100, rule.key(), "must be from -100 to 100, not " + given);
            points.put(rule, given);
        }
        return new ScoringRules(
                points,
                file.choices("functions", JobFunction.class),
                file.positiveInt("employees-from", ScoringRules.DEFAULT.employeesFrom()));
    }
}
