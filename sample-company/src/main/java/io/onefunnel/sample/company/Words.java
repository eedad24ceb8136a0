package io.onefunnel.sample.company;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The words that names, trades and programs are made of, by the lists of words.txt. */
final class Words {
    private final Map<String, String[]> lists = new HashMap<>();

    Words() {
        try (InputStream file = Words.class.getResourceAsStream("words.txt")) {
            if (file == null) throw new IllegalStateException("words.txt is not on the class path");
            BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int equals = line.indexOf(" = ");
                if (line.startsWith("#") || equals < 0) continue;
                String[] words = line.substring(equals + 3).trim().split(" ");
                for (int i = 0; i < words.length; i++) words[i] = words[i].replace('_', ' ');
                lists.put(line.substring(0, equals), words);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String[] list(String key) {
        String[] words = lists.get(key);
        if (words == null) throw new IllegalArgumentException("words.txt has no list " + key);
        return words;
    }

    boolean has(String key) {
        return lists.containsKey(key);
    }
}
