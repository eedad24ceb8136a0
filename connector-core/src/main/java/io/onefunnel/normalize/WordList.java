package io.onefunnel.normalize;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The lists beside this package: one or more words on a line, "#" begins a comment. */
final class WordList {
    private WordList() {}

    /** All words of a list. */
    static Set<String> words(String name) {
        return lines(name).stream()
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whole lines as they stand: entries that may hold blanks. */
    static Set<String> phrases(String name) {
        return Set.copyOf(lines(name));
    }

    /** Lines of the form "key: entry, entry", in their order. */
    static Map<String, List<String>> table(String name) {
        Map<String, List<String>> table = new LinkedHashMap<>();
        for (String line : lines(name)) {
            int colon = line.indexOf(':');
            if (colon < 0) throw new IllegalStateException(name + ": a line without a colon: " + line);
            List<String> entries = Arrays.stream(line.substring(colon + 1).split(","))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .toList();
            if (table.put(line.substring(0, colon).strip(), entries) != null) {
                throw new IllegalStateException(name + ": a key stands twice: " + line);
            }
        }
        return table;
    }

    private static List<String> lines(String name) {
        try (InputStream in = WordList.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("the list " + name + " is not in the program");
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
