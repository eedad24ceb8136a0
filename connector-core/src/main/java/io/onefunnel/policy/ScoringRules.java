package io.onefunnel.policy;

import io.onefunnel.model.JobFunction;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The points of a cold start, before outcomes have taught better ones. Subjective, and marked as such.
 *
 * @param points of every rule
 * @param functions whose work the product is about
 * @param employeesFrom the size of company from which on it fits
 */
public record ScoringRules(Map<Rule, Integer> points, List<JobFunction> functions, int employeesFrom) {
    public static final ScoringRules DEFAULT = new ScoringRules(Map.of(), List.of(), 50);

    public ScoringRules {
        EnumMap<Rule, Integer> all = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            all.put(rule, points.getOrDefault(rule, rule.points));
        }
        points = Collections.unmodifiableMap(all);
        functions = List.copyOf(functions);
    }

    public int of(Rule rule) {
        return points.getOrDefault(rule, rule.points);
    }

    /** A short name of exactly these points. */
    public String version() {
        return Digest.shortOf(this);
    }

    /** What a cold start looks at, each with its points by default. */
    public enum Rule {
        ASKED_TO_TALK_THIS_WEEK(35),
        ASKED_TO_TALK_THIS_MONTH(28),
        ASKED_TO_TALK_THIS_QUARTER(18),
        ASKED_TO_TALK_EARLIER(6),
        ASKED_FOR_PRICING(5),
        RESPONDED_THIS_MONTH(8),
        RESPONDED_THIS_QUARTER(4),
        RESPONDED_OFTEN(5),
        JOINED_AN_EVENT(5),
        LEVEL_EXECUTIVE(10),
        LEVEL_DIRECTOR(8),
        LEVEL_MANAGER(4),
        FUNCTION_FITS(5),
        WORK_EMAIL(4),
        PERSONAL_EMAIL(-3),
        UNUSABLE_EMAIL(-20),
        COMPANY_SIZE_FITS(6),
        IDEAL_CUSTOMER(10),
        EACH_ACTIVE_COLLEAGUE(3),
        REPLIED(10),
        TALKED_ON_THE_PHONE(8),
        MEETING_HELD(12),
        MEETING_MISSED(-5),
        OPEN_OPPORTUNITY(12),
        CUSTOMER(6),
        QUIET_FOR_A_QUARTER(-8),
        QUIET_FOR_HALF_A_YEAR(-15),
        OPTED_OUT(-15);

        private final int points;

        Rule(int points) {
            this.points = points;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public int points() {
            return points;
        }
    }
}
