package io.onefunnel.sandbox.salesforce.rules;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Updates a record again after it was saved, as the automation user: its stamp moves, and the last one who modified it
 * is not who wrote it.
 *
 * @param on the fields of which one must have been written; none for every save
 * @param set what it sets; nothing only touches the record
 * @param after how long after the save; zero is within it
 */
public record Flow(String name, ObjectType type, Set<Field> on, Map<Field, @Nullable String> set, Duration after) {
    public Flow {
        on = Set.copyOf(on);
        set = new LinkedHashMap<>(set);
    }

    boolean startsOn(ObjectType saved, Set<Field> written) {
        return type.equals(saved) && (on.isEmpty() || on.stream().anyMatch(written::contains));
    }
}
