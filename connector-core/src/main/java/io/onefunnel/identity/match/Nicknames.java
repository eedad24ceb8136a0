package io.onefunnel.identity.match;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Short and pet forms of given names. */
final class Nicknames {
    private static final Map<String, Set<String>> GIVEN_NAMES = load();

    private Nicknames() {}

    /** The given names that a form may stand for, itself among them: "alex" is alex, alexander or alexandra. */
    static Set<String> givenNames(String form) {
        Set<String> names = GIVEN_NAMES.get(form);
        return names == null ? Set.of(form) : names;
    }

    /** Whether two forms may be one given name. */
    static boolean same(String left, String right) {
        return left.equals(right) || !Collections.disjoint(givenNames(left), givenNames(right));
    }

    private static Map<String, Set<String>> load() {
        Map<String, Set<String>> names = new HashMap<>();
        try (InputStream in = Nicknames.class.getResourceAsStream("nicknames.txt")) {
            if (in == null) throw new IllegalStateException("the list nicknames.txt is not in the program");
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split(":", 2);
                        for (String form : parts[1].split(",")) {
                            Set<String> given = names.computeIfAbsent(form.strip(), key -> new TreeSet<>());
                            given.add(form.strip());
                            given.add(parts[0].strip());
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(names);
    }
}
