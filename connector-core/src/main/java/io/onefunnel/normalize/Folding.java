package io.onefunnel.normalize;

import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Brings texts into the form in which they are compared. */
final class Folding {
    // Only the marks of European scripts: a dakuten or a vowel sign makes another letter, not the same with an accent.
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\s]]+");
    private static final Pattern APOSTROPHES = Pattern.compile("['\u2019\u2018\u02bc`\u00b4]");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Letters that Unicode does not decompose. */
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('ß', "ss"),
            Map.entry('æ', "ae"),
            Map.entry('œ', "oe"),
            Map.entry('ø', "o"),
            Map.entry('đ', "d"),
            Map.entry('ð', "d"),
            Map.entry('ł', "l"),
            Map.entry('ı', "i"),
            Map.entry('þ', "th"),
            Map.entry('ħ', "h"));

    private Folding() {}

    /** Lower case without accents; other scripts are kept. Blanks and punctuation stay. */
    static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (isAscii(lower)) return lower;
        String bare = INVISIBLE.matcher(lower).replaceAll("");
        bare = ACCENTS.matcher(java.text.Normalizer.normalize(bare, Form.NFKD)).replaceAll("");
        bare = java.text.Normalizer.normalize(bare, Form.NFKC);
        StringBuilder out = new StringBuilder(bare.length());
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            String plain = LETTERS.get(c);
            if (plain == null) out.append(c);
            else out.append(plain);
        }
        return out.toString();
    }

    /** Folded words with single blanks between them; apostrophes join ("obrien"), other punctuation parts. */
    static String words(String text) {
        String joined = APOSTROPHES.matcher(fold(text)).replaceAll("");
        return NO_WORD.matcher(joined).replaceAll(" ").strip();
    }

    /** Outer blanks gone, inner ones single, invisible characters dropped; otherwise as written. */
    static String tidy(String text) {
        return INVISIBLE
                .matcher(text)
                .replaceAll("")
                .replace('\u00a0', ' ')
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e || text.charAt(i) < 0x20) return false;
        }
        return true;
    }
}
