package io.onefunnel.normalize;

import io.onefunnel.model.Field;
import java.util.Map;

/**
 * A record as it was read once, with all that is kept of the reading.
 *
 * @param fact the typed value; for a contact role, which only counts with its opportunity, the raw record itself
 * @param digest what decisions read of it, as 16 bytes: canonical values and links, without our own fields
 * @param own what the vendor holds in our own fields, as far as it let us see them
 */
public record Normalized(Object fact, byte[] digest, Map<Field, String> own) {
    /** @throws ClassCastException when the record's kind gives another type */
    public <T> T fact(Class<T> type) {
        return type.cast(fact);
    }
}
