package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A score that is the sum of its terms and nothing else.
 *
 * @param version of the model that made it: "rules-1"
 * @param learned false for the rules of a cold start; then the screen says "graded by rules: little history yet"
 */
public record LeadScore(String version, boolean learned, List<ScoreTerm> terms) {
    public LeadScore {
        requireNonNull(version, "version is null");
        terms = List.copyOf(terms);
    }

    /** The sum of all terms, from 0 to 100. */
    public int value() {
        return terms.stream().mapToInt(ScoreTerm::points).sum();
    }

    /** The letter for the value; A is best. */
    public Grade grade() {
        return Grade.of(value());
    }

    public enum Grade {
        A(70),
        B(50),
        C(30),
        D(0);

        private final int from;

        Grade(int from) {
            this.from = from;
        }

        /** The grade of a score. */
        public static Grade of(int score) {
            for (Grade grade : values()) {
                if (score >= grade.from) return grade;
            }
            return D;
        }
    }
}
