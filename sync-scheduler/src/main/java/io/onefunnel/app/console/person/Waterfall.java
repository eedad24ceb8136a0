package io.onefunnel.app.console.person;

import io.onefunnel.model.ScoreTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A score drawn as the sum of its terms: each bar starts where the one before it ended.
 *
 * @param scale how wide the drawing is
 */
public record Waterfall(int scale, List<Bar> bars) {
    private static final int SCALE = 1_000;
    /** A term of no points is seen, too. */
    private static final int NARROWEST = 2;

    public Waterfall {
        bars = List.copyOf(bars);
    }

    /** @param offset from the left, as the width in units of the scale */
    public record Bar(String reason, String points, boolean positive, int offset, int width) {}

    static Waterfall of(List<ScoreTerm> terms) {
        int low = 0;
        int high = 1;
        int sum = 0;
        for (ScoreTerm term : terms) {
            sum += term.points();
            low = Math.min(low, sum);
            high = Math.max(high, sum);
        }
        List<Bar> bars = new ArrayList<>();
        int at = 0;
        for (ScoreTerm term : terms) {
            int from = Math.min(at, at + term.points());
            bars.add(new Bar(
                    term.reason(),
                    String.format(Locale.ROOT, "%+d", term.points()),
                    term.points() >= 0,
                    SCALE * (from - low) / (high - low),
                    Math.max(NARROWEST, SCALE * Math.abs(term.points()) / (high - low))));
            at += term.points();
        }
        return new Waterfall(SCALE, bars);
    }
}
