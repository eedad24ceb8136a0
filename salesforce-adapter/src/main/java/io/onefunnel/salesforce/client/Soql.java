package io.onefunnel.salesforce.client;

import java.util.Collection;
import java.util.stream.Collectors;

/** The parts of a query that every reader needs, with its values quoted. */
public final class Soql {
    // 21 characters for each id: far below the 100,000 that a query may have, and half a result page.
    public static final int MOST_IDS = 1_000;

    private Soql() {}

    public static String byId(Collection<String> columns, String type, Collection<String> ids) {
        return "SELECT " + String.join(", ", columns) + " FROM " + type + " WHERE Id IN " + list(ids);
    }

    /** Records whose reference points to one of these. */
    public static String pointing(Collection<String> columns, String type, String reference, Collection<String> ids) {
        return "SELECT " + String.join(", ", columns) + " FROM " + type + " WHERE " + reference + " IN " + list(ids);
    }

    public static String list(Collection<String> values) {
        return values.stream()
                .map(value -> "'" + XmlText.allowed(value).replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(",", "(", ")"));
    }
}
