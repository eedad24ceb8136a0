package io.onefunnel.config;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.Mapping.Source;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.settings.NearestName;
import io.onefunnel.settings.Problems;
import io.onefunnel.settings.Settings;
import io.onefunnel.settings.SettingsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a file of {@code config/mappings/}: how one vendor names what the funnel needs. */
public final class MappingFile {
    private static final List<String> ROLES = Arrays.stream(LinkRole.values())
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList();

    private MappingFile() {}

    /** @throws SettingsException with all problems of the file together */
    public static Mapping read(Path file) {
        return Settings.load(file, MappingFile::mapping);
    }

    /** Reads one file among others; empty when it has problems, which are then in {@code problems}. */
    public static Optional<Mapping> read(Path file, Problems problems) {
        return Settings.load(file, problems, MappingFile::mapping);
    }

    private static Mapping mapping(Settings file) {
        Map<String, Map<Field, Source>> groups = new LinkedHashMap<>();
        file.named("groups").forEach((name, group) -> groups.put(name, fields(group)));
        Map<String, Mapping.Type> types = new LinkedHashMap<>();
        file.named("types").forEach((name, type) -> types.put(name, type(name, type, groups)));
        file.check(!types.isEmpty(), "types", "names no type");
        return new Mapping(types);
    }

    private static Mapping.Type type(String name, Settings type, Map<String, Map<Field, Source>> groups) {
        RecordKind kind = type.choice("kind", RecordKind.class);
        Optional<PersonType> personType = type.optionalChoice("person-type", PersonType.class);
        type.check(
                personType.isEmpty() || kind == RecordKind.PERSON, "person-type", "only a type of kind PERSON has one");
        Map<Field, Source> fields = new EnumMap<>(Field.class);
        for (String group : type.texts("include")) {
            Map<Field, Source> included = groups.get(group);
            if (included == null) {
                type.problem("include", "\"" + group + "\": " + NearestName.unknown("group", group, groups.keySet()));
            } else {
                fields.putAll(included);
            }
        }
        // What the type says itself is more particular than what its groups say.
        fields.putAll(fields(type.section("fields")));
        return new Mapping.Type(
                name,
                kind,
                personType.orElse(PersonType.PERSON),
                fields,
                links(type.section("links")),
                writes(type, fields),
                type.pairs("options"));
    }

    private static Map<Field, Source> fields(Settings section) {
        Map<Field, Source> fields = new EnumMap<>(Field.class);
        for (String name : section.keys()) {
            Source source = source(section, name);
            Optional<Field> field = Field.ofKey(name);
            if (field.isEmpty()) {
                section.problem(name, NearestName.unknown("field", name, Field.keys()));
                continue;
            }
            fields.put(field.get(), source);
        }
        return fields;
    }

    private static Source source(Settings section, String name) {
        if (!section.isSection(name)) {
            List<String> from = section.texts(name);
            section.check(!from.isEmpty(), name, "names no vendor field");
            return new Source(from, Map.of(), Optional.empty());
        }
        Settings source = section.section(name);
        List<String> from = source.texts("from");
        Optional<String> otherwise = source.optionalText("otherwise");
        // "from: []" with "otherwise" is a constant; without it the field would never have a value.
        source.check(!from.isEmpty() || otherwise.isPresent(), "", "needs \"from\", or \"otherwise\" for a constant");
        return new Source(from, source.pairs("values"), otherwise);
    }

    private static Map<LinkRole, List<String>> links(Settings section) {
        Map<LinkRole, List<String>> links = new EnumMap<>(LinkRole.class);
        for (String name : section.keys()) {
            List<String> from = section.texts(name);
            section.check(!from.isEmpty(), name, "names no vendor field");
            if (ROLES.contains(name)) {
                links.put(LinkRole.valueOf(name.toUpperCase(Locale.ROOT)), from);
            } else {
                section.problem(name, NearestName.unknown("link", name, ROLES));
            }
        }
        return links;
    }

    /** Ours wherever they are mapped, and what the admin named besides. */
    private static Set<Field> writes(Settings type, Map<Field, Source> fields) {
        Set<Field> writes = EnumSet.noneOf(Field.class);
        fields.keySet().stream()
                .filter(field -> field.writer() == Field.Writer.ONEFUNNEL)
                .forEach(writes::add);
        for (String name : type.texts("also-write")) {
            Optional<Field> field = Field.ofKey(name);
            if (field.isEmpty()) {
                type.problem("also-write", "\"" + name + "\": " + NearestName.unknown("field", name, Field.keys()));
            } else if (!fields.containsKey(field.get())) {
                type.problem("also-write", "\"" + name + "\" is not among the fields of this type");
            } else {
                writes.add(field.get());
            }
        }
        for (Field field : writes) {
            Source source = fields.get(field);
            boolean writable = source != null && source.from().size() == 1;
            type.check(writable, "fields", "\"" + field.key() + "\" is written, so it needs exactly one vendor field");
        }
        return writes;
    }
}
