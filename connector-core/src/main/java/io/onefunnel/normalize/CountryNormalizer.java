package io.onefunnel.normalize;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Countries as people and systems write them, to ISO 3166 alpha-2. */
public final class CountryNormalizer {
    private static final Map<String, String> ENGLISH = english();

    private CountryNormalizer() {}

    /** Alpha-2 in upper case; empty for what is no country that we know. */
    public static String of(String text) {
        String key = key(text);
        if (key.isEmpty()) return "";
        String found = ENGLISH.get(key);
        return found != null ? found : Native.NAMES.getOrDefault(key, "");
    }

    private static String key(String text) {
        String words = Folding.words(text.replace(".", ""));
        return words.startsWith("the ") ? words.substring(4) : words;
    }

    private static Map<String, String> english() {
        Map<String, String> names = new HashMap<>();
        for (String country : Locale.getISOCountries()) {
            Locale locale = new Locale("", country);
            names.put(key(country), country);
            names.put(key(locale.getISO3Country()), country);
            names.put(key(locale.getDisplayCountry(Locale.ENGLISH)), country);
        }
        WordList.table("countries.txt")
                .forEach((country, others) -> others.forEach(other -> names.put(key(other), country)));
        names.remove("");
        return Map.copyOf(names);
    }

    /** Names in other languages: some 10,000, read when the first one is needed. */
    private static final class Native {
        // The languages in which the systems of our users are run; their names of all countries.
        private static final List<String> LANGUAGES = List.of(
                "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "bg", "hr", "sl", "sv", "da", "nb",
                "fi", "et", "lv", "lt", "el", "tr", "ru", "uk", "he", "ar", "ja", "ko", "zh", "zh-TW", "id", "vi",
                "th");

        static final Map<String, String> NAMES = names();

        private static Map<String, String> names() {
            Map<String, String> names = new HashMap<>();
            for (String language : LANGUAGES) {
                Locale spoken = Locale.forLanguageTag(language);
                for (String country : Locale.getISOCountries()) {
                    // Where two languages give one name to two countries the earlier language stands.
                    names.putIfAbsent(key(new Locale("", country).getDisplayCountry(spoken)), country);
                }
            }
            return Map.copyOf(names);
        }
    }
}
