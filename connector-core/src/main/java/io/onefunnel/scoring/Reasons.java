package io.onefunnel.scoring;

import io.onefunnel.model.LeadScore;
import io.onefunnel.model.ScoreTerm;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a score rests on, for people: the three strongest reasons for and against. */
public final class Reasons {
    private static final int MOST = 3;

    /** They make the sum right and say nothing of the person. */
    private static final Set<String> ARITHMETIC = Set.of("limit", "override");

    private Reasons() {}

    /** "For: asked for a demo this week · vice president. Against: personal e-mail"; empty without any. */
    public static String line(LeadScore score) {
        String pro = joined(strongest(score, 1));
        String contra = joined(strongest(score, -1));
        String line = pro.isEmpty() ? "" : "For: " + pro;
        if (!contra.isEmpty()) line = (line.isEmpty() ? "" : line + ". ") + "Against: " + contra;
        return line;
    }

    /** The strongest reason for; without one, the strongest against. At most 80 characters. */
    public static String top(LeadScore score) {
        List<ScoreTerm> pro = strongest(score, 1);
        List<ScoreTerm> found = pro.isEmpty() ? strongest(score, -1) : pro;
        return found.isEmpty() ? "" : found.get(0).reason();
    }

    /** Terms of one sign, the weightiest first, equal ones by rule. */
    private static List<ScoreTerm> strongest(LeadScore score, int sign) {
        return score.terms().stream()
                .filter(term -> Integer.signum(term.points()) == sign && !ARITHMETIC.contains(term.rule()))
                .sorted(Comparator.comparingInt((ScoreTerm term) -> -Math.abs(term.points()))
                        .thenComparing(ScoreTerm::rule))
                .limit(MOST)
                .toList();
    }

    private static String joined(List<ScoreTerm> terms) {
        return terms.stream().map(ScoreTerm::reason).collect(Collectors.joining(" · "));
    }
}
