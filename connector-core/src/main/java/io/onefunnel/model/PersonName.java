package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/**
 * A name as written, and as compared.
 *
 * @param first as written, trimmed; empty when unknown
 * @param last as written, trimmed; empty when unknown
 * @param firstKey lower case, without accents, titles and punctuation; nicknames as they are
 * @param lastKey likewise
 */
public record PersonName(String first, String last, String firstKey, String lastKey) {
    public static final PersonName UNKNOWN = new PersonName("", "", "", "");

    public PersonName {
        requireNonNull(first, "first is null");
        requireNonNull(last, "last is null");
        requireNonNull(firstKey, "firstKey is null");
        requireNonNull(lastKey, "lastKey is null");
    }

    public String full() {
        return (first + " " + last).trim();
    }

    public boolean known() {
        return !firstKey.isEmpty() || !lastKey.isEmpty();
    }
}
