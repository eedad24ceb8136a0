package io.onefunnel.sandbox.salesforce.write;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a client sent it.
 *
 * @param id null where none was sent
 * @param values by the names sent; null for fields to blank
 */
public record Sent(String type, @Nullable String id, Map<String, @Nullable String> values) {
    public Sent {
        values = new LinkedHashMap<>(values);
    }
}
