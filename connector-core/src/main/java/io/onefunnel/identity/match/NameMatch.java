package io.onefunnel.identity.match;

import io.onefunnel.model.PersonName;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How two names agree, part by part. */
public record NameMatch(Part first, Part last) {
    enum Part {
        SAME,
        /** One may be the other: an initial, a second given name. */
        COMPATIBLE,
        /** Nothing to compare: a part is missing, or they are written in different scripts. */
        UNKNOWN,
        DIFFERENT
    }

    private static final Set<String> PARTICLES = Set.of(
            "van", "von", "vom", "zu", "zum", "zur", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des",
            "der", "den", "het", "la", "las", "le", "les", "los", "el", "al", "bin", "ibn", "ter", "ten", "te", "y",
            "e", "und");

    public static NameMatch of(PersonName left, PersonName right) {
        NameMatch straight = new NameMatch(firstPart(left, right), lastPart(left.lastKey(), right.lastKey()));
        if (straight.same() || !differentGeneration(left, right) && (swapped(left, right) || sameWhole(left, right))) {
            return straight.same() ? straight : new NameMatch(Part.SAME, Part.SAME);
        }
        return straight;
    }

    /** Both parts agree in full. */
    boolean same() {
        return first == Part.SAME && last == Part.SAME;
    }

    /** Same surname, and the given names may be one. */
    boolean sameOrInitial() {
        return last == Part.SAME && (first == Part.SAME || first == Part.COMPATIBLE);
    }

    /** Two people of one mailbox: father and son, two spouses, two colleagues. */
    boolean differentFirst() {
        return first == Part.DIFFERENT;
    }

    /** Nothing agrees: not a nickname, not a new surname. */
    public boolean different() {
        return first == Part.DIFFERENT && last == Part.DIFFERENT;
    }

    /** The word of a surname by which records find each other: without particles, umlauts in one spelling. */
    static String surname(String lastKey) {
        List<String> words = significant(lastKey);
        return words.isEmpty() ? "" : words.get(0);
    }

    private static Part firstPart(PersonName left, PersonName right) {
        if (differentGeneration(left, right)) return Part.DIFFERENT;
        String a = spelling(left.firstKey());
        String b = spelling(right.firstKey());
        if (a.isEmpty() || b.isEmpty() || otherScript(a, b)) return Part.UNKNOWN;
        if (joined(a).equals(joined(b)) || Nicknames.same(a, b) || transposed(a, b)) return Part.SAME;
        List<String> as = List.of(a.split(" "));
        List<String> bs = List.of(b.split(" "));
        boolean shorterWithin = true;
        for (int i = 0; i < Math.min(as.size(), bs.size()); i++) {
            shorterWithin &= Nicknames.same(as.get(i), bs.get(i)) || initial(as.get(i), bs.get(i));
        }
        if (shorterWithin) return Nicknames.same(as.get(0), bs.get(0)) ? Part.SAME : Part.COMPATIBLE;
        boolean sharesOne = as.stream()
                .anyMatch(word -> word.length() > 1 && bs.stream().anyMatch(other -> Nicknames.same(word, other)));
        return sharesOne ? Part.COMPATIBLE : Part.DIFFERENT;
    }

    private static Part lastPart(String left, String right) {
        String a = spelling(left);
        String b = spelling(right);
        if (a.isEmpty() || b.isEmpty() || otherScript(a, b)) return Part.UNKNOWN;
        if (joined(a).equals(joined(b)) || transposed(a, b) || typo(a, b)) return Part.SAME;
        List<String> as = significant(left);
        List<String> bs = significant(right);
        if (as.containsAll(bs) || bs.containsAll(as)) return Part.SAME;
        return initial(a, b) ? Part.COMPATIBLE : Part.DIFFERENT;
    }

    private static boolean swapped(PersonName left, PersonName right) {
        return left.known()
                && !left.firstKey().isEmpty()
                && !left.lastKey().isEmpty()
                && spelling(left.firstKey()).equals(spelling(right.lastKey()))
                && spelling(left.lastKey()).equals(spelling(right.firstKey()));
    }

    /** One name that two systems split at different places, or do not split at all. */
    private static boolean sameWhole(PersonName left, PersonName right) {
        String a = joined(spelling(left.firstKey() + left.lastKey()));
        return !a.isEmpty()
                && a.length() > 1
                && (a.equals(joined(spelling(right.firstKey() + right.lastKey())))
                        || a.equals(joined(spelling(right.lastKey() + right.firstKey())))
                        || joined(spelling(left.lastKey() + left.firstKey()))
                                .equals(joined(spelling(right.firstKey() + right.lastKey()))));
    }

    /** "Jr." and "Sr." are not in the keys, but nobody is both. */
    private static boolean differentGeneration(PersonName left, PersonName right) {
        String a = generation(left);
        String b = generation(right);
        return !a.isEmpty() && !b.isEmpty() && !a.equals(b);
    }

    private static String generation(PersonName name) {
        String[] words = name.full()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[.,]", " ")
                .strip()
                .split("\\s+");
        for (int i = words.length - 1; i > 0; i--) {
            switch (words[i]) {
                case "jr", "junior", "jun":
                    return "jr";
                case "sr", "senior", "sen":
                    return "sr";
                case "ii", "iii", "iv":
                    return words[i];
                default:
            }
        }
        return "";
    }

    private static List<String> significant(String key) {
        List<String> words = Arrays.stream(spelling(key).split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        List<String> kept =
                words.stream().filter(word -> !PARTICLES.contains(word)).collect(Collectors.toList());
        return kept.isEmpty() ? words : kept;
    }

    /** "Müller" and "Mueller" are compared as "muller". */
    private static String spelling(String key) {
        return key.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    }

    private static String joined(String key) {
        return key.replace(" ", "");
    }

    private static boolean initial(String a, String b) {
        return (a.length() == 1 || b.length() == 1)
                && a.codePointAt(0) == b.codePointAt(0)
                && isAlphabet(a.codePointAt(0));
    }

    /** A single Han sign is a name, not an initial. */
    private static boolean isAlphabet(int letter) {
        UnicodeScript script = UnicodeScript.of(letter);
        return script == UnicodeScript.LATIN || script == UnicodeScript.CYRILLIC || script == UnicodeScript.GREEK;
    }

    private static boolean otherScript(String a, String b) {
        return UnicodeScript.of(a.codePointAt(0)) != UnicodeScript.of(b.codePointAt(0));
    }

    /** Two neighbouring letters exchanged. One letter more or less is no slip in a given name: Daniel, Daniela. */
    private static boolean transposed(String a, String b) {
        if (a.length() != b.length() || a.length() < 4) return false;
        int i = 0;
        while (i < a.length() && a.charAt(i) == b.charAt(i)) i++;
        return i + 1 < a.length()
                && a.charAt(i) == b.charAt(i + 1)
                && a.charAt(i + 1) == b.charAt(i)
                && a.substring(i + 2).equals(b.substring(i + 2));
    }

    /** One letter of a long surname mistyped, missing or added. */
    private static boolean typo(String a, String b) {
        if (Math.min(a.length(), b.length()) < 6 || Math.abs(a.length() - b.length()) > 1) return false;
        int start = 0;
        while (start < Math.min(a.length(), b.length()) && a.charAt(start) == b.charAt(start)) start++;
        String restA = a.substring(start);
        String restB = b.substring(start);
        return a.length() == b.length()
                ? restA.substring(1).equals(restB.substring(1))
                : restA.length() > restB.length()
                        ? restA.substring(1).equals(restB)
                        : restB.substring(1).equals(restA);
    }
}
