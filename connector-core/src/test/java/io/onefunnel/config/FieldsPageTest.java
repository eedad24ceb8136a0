package io.onefunnel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Admins create vendor fields by this page, so it has to say what the code and the mappings say. */
@DisplayName("docs/developer/fields.md")
class FieldsPageTest {
    private static final Path ROOT = Path.of(System.getProperty("onefunnel.root", ".."));
    private static final List<String> VENDORS = List.of("salesforce", "hubspot", "marketo");

    @Test
    @DisplayName("has one row for each canonical field, with its type, its writer and the vendors' names, and no other")
    void saysWhatTheCodeAndTheMappingsSay() throws IOException {
        List<Mapping> mappings = VENDORS.stream()
                .map(vendor -> MappingFile.read(ROOT.resolve("config/mappings/" + vendor + ".yaml")))
                .toList();

        List<String> rows;
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/developer/fields.md"))) {
            rows = lines.filter(line -> line.startsWith("| `")).toList();
        }

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Field.values())
                        .map(field -> row(field, mappings))
                        .toList());
    }

    private static String row(Field field, List<Mapping> mappings) {
        String names = mappings.stream()
                .map(mapping -> " " + names(mapping, field) + " |")
                .collect(Collectors.joining());
        String type = field.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| `" + field.key() + "` | " + type + " | " + writer(field) + " |" + names;
    }

    private static String writer(Field field) {
        return switch (field.writer()) {
            case SOURCE -> "the systems";
            case ONEFUNNEL -> "OneFunnel";
            case PERSON -> "people";
        };
    }

    private static String names(Mapping mapping, Field field) {
        Set<String> names = mapping.types().values().stream()
                .map(type -> type.fields().get(field))
                .filter(source -> source != null)
                .flatMap(source -> source.from().stream())
                .map(name -> "`" + name + "`")
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return String.join(", ", names);
    }
}
