package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/** A resolved person over all systems. The id survives merges, lead conversion and re-import; an id that was merged away resolves to its survivor for ever. */
public record PersonId(String value) implements Comparable<PersonId> {
    public PersonId {
        if (requireNonNull(value, "value is null").isBlank()) throw new IllegalArgumentException("value is blank");
    }

    @Override
    public int compareTo(PersonId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
