package io.onefunnel.model;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One record of a company in one system, normalized.
 *
 * @param nameKey as compared: without legal form, case and punctuation; empty when unknown
 * @param domain the registrable domain; empty when unknown
 * @param country ISO 3166 alpha-2; empty when unknown
 * @param values see {@link PersonRecord#values}
 */
public record Company(
        SourceRef ref,
        Instant version,
        String name,
        String nameKey,
        String domain,
        String country,
        Map<LinkRole, SourceRef> links,
        Map<Field, String> values) {
    public Company {
        links = links.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(links));
        values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(values));
    }

    public Optional<String> value(Field field) {
        return Optional.ofNullable(values.get(field)).filter(text -> !text.isEmpty());
    }

    /** Empty when the value is absent or no number. */
    public OptionalDouble number(Field field) {
        return Numbers.parse(value(field));
    }
}
