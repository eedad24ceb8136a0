package io.onefunnel.sandbox.hubspot.schema;

import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition.Option;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition.Type;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The properties of every object type: those a new portal has (properties.tsv), and what is added later. */
public final class PropertyCatalogue {
    static final String ONEFUNNEL_GROUP = "onefunnel";
    private static final String PREFIX = "onefunnel_";
    private static final String SALESFORCE = "(hs_)?salesforce.*";

    private record Row(List<ObjectKind> kinds, PropertyDefinition definition) {
        boolean ofOneFunnel() {
            return definition.name().startsWith(PREFIX);
        }

        boolean ofSalesforce() {
            return definition.name().matches(SALESFORCE);
        }
    }

    private final Map<ObjectKind, Properties> byKind = new EnumMap<>(ObjectKind.class);
    private final List<Row> rows;

    public PropertyCatalogue(Instant now) {
        for (ObjectKind kind : ObjectKind.values()) byKind.put(kind, new Properties(kind));
        rows = read(now);
        rows.stream().filter(row -> !row.ofOneFunnel()).forEach(this::define);
        provideOneFunnel();
    }

    public Properties of(ObjectKind kind) {
        return Objects.requireNonNull(byKind.get(kind));
    }

    /** Defines OneFunnel's own properties, as after {@code provision}. */
    public void provideOneFunnel() {
        rows.stream().filter(Row::ofOneFunnel).forEach(this::define);
    }

    /** Takes OneFunnel's properties away, as before {@code provision}. */
    public void withdrawOneFunnel() {
        for (Properties properties : byKind.values()) {
            properties.groups().remove(ONEFUNNEL_GROUP);
            archiveAll(properties, name -> name.startsWith(PREFIX));
        }
    }

    private static void archiveAll(Properties properties, Predicate<String> names) {
        properties.all(false).stream()
                .map(PropertyDefinition::name)
                .filter(names)
                .toList()
                .forEach(properties::archive);
    }

    /** The properties by which HubSpot's own Salesforce integration names the records it syncs with. */
    public void integrateSalesforce(boolean on) {
        if (on) rows.stream().filter(Row::ofSalesforce).forEach(this::define);
        else byKind.values().forEach(properties -> archiveAll(properties, name -> name.matches(SALESFORCE)));
    }

    /** Hides "contacts.jobtitle" and the like from the token; shows everything that is not named. */
    public void hide(List<String> qualified) {
        for (Properties properties : byKind.values()) {
            String prefix = properties.kind().plural() + ".";
            properties.hide(qualified.stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .collect(Collectors.toSet()));
        }
    }

    private void define(Row row) {
        for (ObjectKind kind : row.kinds()) {
            Properties properties = of(kind);
            if (row.ofOneFunnel()) properties.groups().put(ONEFUNNEL_GROUP, "OneFunnel");
            properties.define(inGroup(row, properties));
        }
    }

    private static PropertyDefinition inGroup(Row row, Properties properties) {
        PropertyDefinition raw = row.definition();
        String group = row.ofOneFunnel() ? ONEFUNNEL_GROUP : properties.standardGroup();
        return new PropertyDefinition(
                raw.name(),
                raw.label(),
                raw.description(),
                group,
                raw.type(),
                raw.fieldType(),
                raw.options(),
                raw.readOnly(),
                raw.unique(),
                raw.custom(),
                raw.createdAt());
    }

    private static List<Row> read(Instant now) {
        try (InputStream file = PropertyCatalogue.class.getResourceAsStream("properties.tsv");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> row(line, now))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line, Instant now) {
        String[] cells = line.split("\t", -1);
        List<ObjectKind> kinds = cells[0].equals("*")
                ? List.of(ObjectKind.values())
                : Arrays.stream(cells[0].split(",")).map(ObjectKind::of).toList();
        Set<String> flags = Set.of(cells[5].split(" "));
        return new Row(
                kinds,
                new PropertyDefinition(
                        cells[1],
                        cells[4],
                        "",
                        "",
                        Type.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                        cells[3],
                        options(cells[6]),
                        flags.contains("readonly"),
                        flags.contains("unique"),
                        flags.contains("onefunnel"),
                        now));
    }

    private static List<Option> options(String cell) {
        List<Option> options = new ArrayList<>();
        if (cell.isEmpty()) return options;
        for (String value : cell.split(";")) options.add(new Option(value, value, options.size(), false));
        return options;
    }
}
