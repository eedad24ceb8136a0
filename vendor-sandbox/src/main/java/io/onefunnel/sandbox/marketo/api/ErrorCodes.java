package io.onefunnel.sandbox.marketo.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The vendor's error codes and what each says. */
public final class ErrorCodes {
    private static final Map<String, String> TEXTS = read();

    private ErrorCodes() {}

    /** The usual text of a code; an unknown code has none that a client could know either. */
    public static String text(String code) {
        return TEXTS.getOrDefault(code, "Unknown error");
    }

    public static List<String> all() {
        return List.copyOf(TEXTS.keySet());
    }

    private static Map<String, String> read() {
        Map<String, String> texts = new TreeMap<>();
        for (List<String> row : Table.rows(ErrorCodes.class, "error-codes.txt")) texts.put(row.get(0), row.get(1));
        return texts;
    }
}
