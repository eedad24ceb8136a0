package io.onefunnel.normalize;

import io.onefunnel.model.PersonName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of people: split, without titles for comparing, and never invented. */
public final class NameNormalizer {
    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "dr",
            "drs",
            "prof",
            "professor",
            "doctor",
            "sir",
            "dame",
            "lady",
            "lord",
            "rev",
            "hon",
            "capt",
            "herr",
            "frau",
            "dipl",
            "ing",
            "mag",
            "monsieur",
            "madame",
            "mademoiselle",
            "mme",
            "mlle",
            "senor",
            "senora",
            "srta",
            "sra",
            "sig",
            "signor",
            "signora",
            "dott",
            "dottssa",
            "avv",
            "geom",
            "arch",
            "dhr",
            "mevr",
            "mevrouw",
            "mw",
            "meneer",
            "pan",
            "pani",
            "mgr",
            "bc",
            "phdr",
            "judr",
            "mudr",
            "rndr",
            "hr",
            "fr",
            "г",
            "господин",
            "госпожа");
    private static final Set<String> SUFFIXES = Set.of(
            "jr", "sr", "ii", "iii", "iv", "junior", "senior", "phd", "md", "mba", "cpa", "cfa", "esq", "msc", "bsc",
            "ba", "bs", "llm", "llb", "dds", "dvm", "jd", "pe", "pmp", "cissp", "csm", "rn", "dba", "edd", "csc", "mag",
            "fh", "hons");
    private static final Set<String> PARTICLES = Set.of(
            "van", "von", "vom", "zu", "zum", "zur", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des",
            "der", "den", "het", "la", "las", "le", "les", "los", "el", "al", "bin", "ibn", "ben", "ter", "ten", "te",
            "st", "saint", "san", "santa", "abu", "af", "av");
    private static final Set<String> MADE_UP = WordList.phrases("made-up-names.txt");
    private static final Pattern BRACKETS = Pattern.compile("[(\\[（\"“„][^)\\]）\"”]*[)\\]）\"”]");
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");

    private NameNormalizer() {}

    /**
     * The name from its parts as the systems hold them, each may be blank. A part that holds the whole name is split;
     * {@code full} only serves where the other two say nothing.
     */
    public static PersonName of(String first, String last, String full) {
        String tidyFirst = tidy(first);
        String tidyLast = tidy(last);
        if (tidyFirst.isEmpty() && tidyLast.isEmpty()) return split(tidy(full));
        if (tidyFirst.isEmpty()) return split(tidyLast);
        if (tidyLast.isEmpty()) return splitWhenWhole(tidyFirst);
        if (isWhole(tidyFirst, tidyLast)) return split(tidyFirst);
        if (isWhole(tidyLast, tidyFirst)) return split(tidyLast);
        return name(tidyFirst, tidyLast);
    }

    /** Lower case, without accents, titles, suffixes and punctuation; empty for what is no name. */
    static String key(String part) {
        String key = String.join(" ", bare(part));
        return MADE_UP.contains(key) || NO_LETTER.matcher(key).replaceAll("").isEmpty() ? "" : key;
    }

    /** "Ada Lovelace" beside "Lovelace": one part of a name that holds the other one at its end or beginning. */
    private static boolean isWhole(String part, String other) {
        List<String> words = bare(part);
        List<String> others = bare(other);
        if (others.isEmpty() || words.size() <= others.size()) return false;
        return words.subList(words.size() - others.size(), words.size()).equals(others)
                || words.subList(0, others.size()).equals(others);
    }

    private static PersonName splitWhenWhole(String first) {
        // "Anna Maria" alone may be two first names; with a comma or a particle it is a whole name.
        boolean whole = first.indexOf(',') > 0 || bare(first).stream().anyMatch(PARTICLES::contains);
        return whole ? split(first) : name(first, "");
    }

    private static PersonName split(String whole) {
        int comma = whole.indexOf(',');
        if (comma > 0) {
            String after = whole.substring(comma + 1).strip();
            String before = whole.substring(0, comma).strip();
            if (!after.isEmpty() && !isSuffix(after)) return name(after, before);
            return split(before);
        }
        List<String> words = new ArrayList<>(Arrays.asList(whole.split(" ")));
        while (words.size() > 1 && TITLES.contains(Folding.words(words.get(0)).replace(" ", ""))) words.remove(0);
        int end = words.size();
        while (end > 1 && isSuffix(words.get(end - 1))) end--;
        if (end < 2) return name("", whole);
        int lastFrom = end - 1;
        while (lastFrom > 1 && PARTICLES.contains(Folding.words(words.get(lastFrom - 1)))) lastFrom--;
        if (PARTICLES.contains(Folding.words(words.get(0)))) return name("", whole);
        return name(
                String.join(" ", words.subList(0, lastFrom)), String.join(" ", words.subList(lastFrom, words.size())));
    }

    private static PersonName name(String first, String last) {
        String firstKey = key(first);
        String lastKey = key(last);
        if (MADE_UP.contains((firstKey + " " + lastKey).strip())) return new PersonName(first, last, "", "");
        return new PersonName(first, last, firstKey, lastKey);
    }

    private static boolean isSuffix(String text) {
        List<String> words = List.of(Folding.words(text.replace(".", "")).split(" "));
        return SUFFIXES.containsAll(words);
    }

    /** The words of a name without titles and suffixes, as long as something is left. */
    private static List<String> bare(String part) {
        String words = Folding.words(BRACKETS.matcher(part).replaceAll(" ").replace(".", " "));
        if (words.isEmpty()) return List.of();
        List<String> all = joinInitials(List.of(words.split(" ")));
        List<String> kept = all.stream().filter(word -> !TITLES.contains(word)).collect(Collectors.toList());
        while (kept.size() > 1 && SUFFIXES.contains(kept.get(kept.size() - 1))) kept.remove(kept.size() - 1);
        return kept.isEmpty() ? all : kept;
    }

    /** "Ph.D." and "M.B.A." come as single letters; "J. R. R." stays what it is. */
    private static List<String> joinInitials(List<String> words) {
        for (int from = words.size() - 1; from > 0; from--) {
            String joined = String.join("", words.subList(from, words.size()));
            if (joined.length() > 5) break;
            if (from < words.size() - 1 && SUFFIXES.contains(joined)) {
                List<String> shorter = new ArrayList<>(words.subList(0, from));
                shorter.add(joined);
                return shorter;
            }
        }
        return words;
    }

    private static String tidy(String text) {
        return Folding.tidy(text);
    }
}
