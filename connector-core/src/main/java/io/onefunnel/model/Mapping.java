package io.onefunnel.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one connection's vendor names its records: the content of a file of {@code config/mappings/}. An adapter takes
 * from it which types and fields to fetch and under which name to write; the core takes from it what a fetched value
 * means. Neither holds a vendor name of its own.
 *
 * @param types by the vendor's type name ("Lead"), in the order of the file
 */
public record Mapping(Map<String, Type> types) {
    public Mapping {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /**
     * One vendor type.
     *
     * @param name the vendor's name of it
     * @param kind what it is to the funnel
     * @param personType only for people; {@link PersonType#PERSON} otherwise
     * @param fields where each canonical field is read from; fields of {@link Field.Writer#ONEFUNNEL} and
     *     {@link Field.Writer#PERSON} are read to learn what the vendor holds
     * @param links the vendor field (or, where the vendor keeps links apart, the association) behind each link;
     *     several names where any of them may hold it. An adapter leaves out a link whose target is of another kind than
     *     the role's
     * @param writes the canonical fields that may be written on this type: ours, plus what an admin named
     * @param options what only the adapter understands ("where", "activityTypes" ...)
     */
    public record Type(
            String name,
            RecordKind kind,
            PersonType personType,
            Map<Field, Source> fields,
            Map<LinkRole, List<String>> links,
            Set<Field> writes,
            Map<String, String> options) {
        public Type {
            fields = fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(fields));
            links = links.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(links));
            writes = Set.copyOf(writes);
            options = Map.copyOf(options);
        }

        /** The vendor's names of all fields to fetch, without duplicates, in the order of the file. */
        public Collection<String> fetched() {
            Set<String> names = new LinkedHashSet<>();
            fields.values().forEach(source -> names.addAll(source.from()));
            return names;
        }

        /** The value that the mapping gives to every record of this type, whatever the vendor says. */
        public Optional<String> constant(Field field) {
            return Optional.ofNullable(fields.get(field))
                    .filter(source -> source.from().isEmpty())
                    .flatMap(Source::otherwise);
        }

        /** The vendor's name of a canonical field, when it is read from exactly one. */
        public Optional<String> nameOf(Field field) {
            return Optional.ofNullable(fields.get(field))
                    .filter(source -> source.from().size() == 1)
                    .map(source -> source.from().get(0));
        }
    }

    /**
     * Where a canonical value comes from.
     *
     * @param from vendor fields; the first one that is not empty wins
     * @param values translation of vendor values, compared without regard to case; empty takes values as they are
     * @param otherwise the value for a vendor value that {@code values} does not list, and for an absent one when
     *     {@code from} is empty (a constant); empty keeps the vendor's value out
     */
    public record Source(List<String> from, Map<String, String> values, Optional<String> otherwise) {
        public Source {
            from = List.copyOf(from);
            values = Map.copyOf(values);
        }

        public static Source of(String vendorField) {
            return new Source(List.of(vendorField), Map.of(), Optional.empty());
        }
    }

    /** The vendor types of a kind, in the order of the file. */
    public List<Type> typesOf(RecordKind kind) {
        return types.values().stream().filter(type -> type.kind() == kind).toList();
    }
}
