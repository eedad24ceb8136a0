package io.onefunnel.testkit;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.Change;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Mappings that differ from the shipped one, and values looked up by a mapping. */
final class Mappings {
    private Mappings() {}

    /** The mapping without the types of a kind. */
    static Mapping without(Mapping mapping, RecordKind kind) {
        Map<String, Mapping.Type> types = new LinkedHashMap<>(mapping.types());
        types.values().removeIf(type -> type.kind() == kind);
        return new Mapping(types);
    }

    /** The mapping with a field of every type of a kind read from a vendor field of one's own choice. */
    static Mapping with(Mapping mapping, RecordKind kind, Field field, String vendorField) {
        Map<String, Mapping.Type> types = new LinkedHashMap<>(mapping.types());
        types.replaceAll((name, type) -> type.kind() == kind ? with(type, field, vendorField) : type);
        return new Mapping(types);
    }

    private static Mapping.Type with(Mapping.Type type, Field field, String vendorField) {
        Map<Field, Mapping.Source> fields = new EnumMap<>(Field.class);
        fields.putAll(type.fields());
        fields.put(field, Mapping.Source.of(vendorField));
        return new Mapping.Type(
                type.name(), type.kind(), type.personType(), fields, type.links(), type.writes(), type.options());
    }

    /** The vendor's name of a field on the type of this record. */
    static String nameOf(Mapping mapping, Change.Present present, Field field) {
        Mapping.Type type = mapping.types().get(present.type());
        if (type == null) throw new AssertionError("the mapping has no type \"" + present.type() + "\"");
        return type.nameOf(field)
                .orElseThrow(() -> new AssertionError("the mapping of " + type.name() + " has no single " + field));
    }

    /** The fetched text of a field; empty when it is not there. */
    static Optional<String> value(Mapping mapping, Change.Present present, Field field) {
        return Optional.ofNullable(present.fields().get(nameOf(mapping, present, field)));
    }
}
