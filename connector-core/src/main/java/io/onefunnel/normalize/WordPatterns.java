package io.onefunnel.normalize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Classes of texts, told by words: of the lines of a list the first that has a word of the text decides. */
final class WordPatterns<T> {
    private static final Pattern NO_BLANKS = Pattern.compile("[\\p{IsHan}\\p{IsKatakana}\\p{IsHiragana}ー]+");

    private final Map<T, Pattern> patterns = new LinkedHashMap<>();

    /** @param name how the keys of the list are called here */
    WordPatterns(String list, Function<String, T> name) {
        WordList.table(list)
                .forEach((key, entries) -> patterns.put(
                        name.apply(key),
                        Pattern.compile(
                                entries.stream().map(WordPatterns::pattern).collect(Collectors.joining("|")))));
    }

    /** @param words as {@link Folding#words} makes them */
    Optional<T> first(String words) {
        return patterns.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(words).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String pattern(String entry) {
        // These scripts put no blanks between words.
        if (NO_BLANKS.matcher(entry).matches()) return Pattern.quote(entry);
        return "(?<![\\p{L}\\p{N}])" + entry.replace("*", "\\p{L}*") + "(?![\\p{L}\\p{N}])";
    }
}
