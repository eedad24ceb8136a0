package io.onefunnel.normalize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Classes of texts, told by words: of the lines of a list the first that has a word of the text decides. */
final class WordPatterns<T> {
    private static final Pattern NO_BLANKS = Pattern.compile("[\\p{IsHan}\\p{IsKatakana}\\p{IsHiragana}ー]+");

    // Titles and the names of forms repeat: ten thousand texts are most of what a large company ever sees.
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST_REMEMBERED = 200;

    private final Map<T, Pattern> patterns = new LinkedHashMap<>();
    private final Map<String, Optional<T>> remembered = new ConcurrentHashMap<>();

    /** @param name how the keys of the list are called here */
    WordPatterns(String list, Function<String, T> name) {
        WordList.table(list)
                .forEach((key, entries) -> patterns.put(name.apply(key), Pattern.compile(pattern(entries))));
    }

    /** @param words as {@link Folding#words} makes them */
    Optional<T> first(String words) {
        Optional<T> known = remembered.get(words);
        if (known != null) return known;
        Optional<T> found = search(words);
        if (words.length() > LONGEST_REMEMBERED) return found;
        if (remembered.size() >= MOST_REMEMBERED) remembered.clear();
        remembered.put(words, found);
        return found;
    }

    private Optional<T> search(String words) {
        return patterns.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(words).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The border of a word stands outside the alternatives: it is looked for once at each place, not once for each. */
    private static String pattern(Collection<String> entries) {
        Map<Boolean, List<String>> byBlanks = entries.stream()
                .collect(Collectors.partitioningBy(
                        entry -> NO_BLANKS.matcher(entry).matches()));
        List<String> parts = new ArrayList<>();
        List<String> words = byBlanks.getOrDefault(false, List.of());
        if (!words.isEmpty()) {
            String alternatives =
                    words.stream().map(entry -> entry.replace("*", "\\p{L}*")).collect(Collectors.joining("|"));
            parts.add("(?<![\\p{L}\\p{N}])(?:" + alternatives + ")(?![\\p{L}\\p{N}])");
        }
        // These scripts put no blanks between words.
        byBlanks.getOrDefault(true, List.of()).forEach(entry -> parts.add(Pattern.quote(entry)));
        return String.join("|", parts);
    }
}
