package io.onefunnel.sandbox.hubspot.schema;

import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The properties and property groups of one object type, and the short key under which values are kept. */
public final class Properties {
    private static final int MOST_PROPERTIES = Short.MAX_VALUE;

    private final ObjectKind kind;
    private final Map<String, PropertyDefinition> live = new TreeMap<>();
    private final Map<String, PropertyDefinition> archived = new TreeMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Map<String, Short> keys = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private List<PropertyDefinition> uniques = List.of();
    private Set<String> hidden = Set.of();

    Properties(ObjectKind kind) {
        this.kind = kind;
        groups.put(standardGroup(), kind.singular() + " information");
    }

    public ObjectKind kind() {
        return kind;
    }

    String standardGroup() {
        return kind.singular() + "information";
    }

    void define(PropertyDefinition definition) {
        if (names.size() == MOST_PROPERTIES) throw new IllegalStateException("too many properties on " + kind.plural());
        live.put(definition.name(), definition);
        archived.remove(definition.name());
        uniques = live.values().stream().filter(PropertyDefinition::unique).toList();
        keys.computeIfAbsent(definition.name(), name -> {
            names.add(name);
            return (short) (names.size() - 1);
        });
    }

    /** Defines a plain text property, as a portal's admin would before importing a file with an unknown column. */
    public void defineText(String name, Instant now) {
        define(new PropertyDefinition(
                name, name, "", standardGroup(), Type.STRING, "text", List.of(), false, false, true, now));
    }

    /** The calculated stamp of a stage ("hs_date_entered_lead"): read-only, made when a stage is first used. */
    public void defineStageDate(String name, long now) {
        define(new PropertyDefinition(
                name,
                name,
                "",
                standardGroup(),
                Type.DATETIME,
                "calculation_read_time",
                List.of(),
                true,
                false,
                false,
                Instant.ofEpochMilli(now)));
    }

    /** Properties that the token may not see, such as those an admin marked as sensitive. */
    void hide(Set<String> names) {
        hidden = Set.copyOf(names);
    }

    void archive(String name) {
        PropertyDefinition definition = live.remove(name);
        if (definition != null) archived.put(name, definition);
    }

    public Optional<PropertyDefinition> find(String name) {
        return has(name) ? Optional.ofNullable(live.get(name)) : Optional.empty();
    }

    public boolean has(String name) {
        return live.containsKey(name) && !hidden.contains(name);
    }

    Collection<PropertyDefinition> all(boolean ofArchive) {
        return (ofArchive ? archived : live)
                .values().stream().filter(each -> !hidden.contains(each.name())).toList();
    }

    /** Those whose values name one object: e-mail of contacts, and what an admin made unique. */
    public List<PropertyDefinition> uniques() {
        return uniques;
    }

    /** The key of a property that is or was defined. */
    public Optional<Short> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    public String name(short key) {
        return names.get(key);
    }

    Map<String, String> groups() {
        return groups;
    }
}
