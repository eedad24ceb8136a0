package io.onefunnel.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody most likely meant. */
public final class NearestName {
    /** One slip in three letters is a typing error; more is another word. */
    private static final int LETTERS_PER_SLIP = 3;

    private NearestName() {}

    /** The known name with the fewest slips, the first by alphabet among equals; empty when none is near. */
    public static Optional<String> to(String name, Collection<String> known) {
        int allowed = Math.max(1, name.length() / LETTERS_PER_SLIP);
        return known.stream()
                .filter(each -> slips(name, each) <= allowed)
                .min(Comparator.<String>comparingInt(each -> slips(name, each)).thenComparing(each -> each));
    }

    /**
     * How an unknown name is answered: the nearest one, or all that could stand there when they are few.
     *
     * @param what "key", "field" ...
     */
    public static String unknown(String what, String name, Collection<String> known) {
        Optional<String> nearest = to(name, known);
        if (nearest.isPresent()) return "unknown " + what + "; did you mean \"" + nearest.get() + "\"?";
        if (known.isEmpty() || known.size() > 12) return "unknown " + what;
        return "unknown " + what + "; known here: "
                + String.join(", ", known.stream().sorted().toList());
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other, case aside. */
    static int slips(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) cost[i][0] = i;
        for (int j = 0; j <= b.length(); j++) cost[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
        return cost[a.length()][b.length()];
    }
}
