package io.onefunnel.salesforce;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapped type with what our user may see of it: what to select, and how a row becomes a change.
 *
 * @param kinds what records of each id prefix are
 */
record MappedType(Mapping.Type type, Described described, Map<String, RecordKind> kinds) {
    private static final String MASTER = "MasterRecordId";
    private static final String DELETED = "IsDeleted";
    private static final int RAW_LIMIT = 8 * 1024;

    String name() {
        return type.name();
    }

    /** The column that tells when a row last changed; rows without one are only ever inserted. */
    String stamp() {
        return described.has("SystemModstamp") ? "SystemModstamp" : "CreatedDate";
    }

    /** Deleted rows can be asked for. */
    boolean hasBin() {
        return described.has(DELETED);
    }

    Optional<String> where() {
        return Optional.ofNullable(type.options().get("where"));
    }

    /** Names as the mapping writes them, of what may be seen. */
    Set<String> visible() {
        Set<String> names = new LinkedHashSet<>(type.fetched());
        type.links().values().forEach(names::addAll);
        names.removeIf(name -> !described.has(name));
        return names;
    }

    /** What the mapping names and our user may not see. */
    Set<String> hidden() {
        Set<String> names = new LinkedHashSet<>(type.fetched());
        type.links().values().forEach(names::addAll);
        names.removeIf(described::has);
        return names;
    }

    /** The columns of a query. */
    List<String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> wanted = new ArrayList<>(List.of("Id", stamp(), DELETED, MASTER));
        wanted.addAll(visible());
        for (String name : wanted) {
            described.attribute(name).ifPresent(found -> columns.putIfAbsent(found.name(), found.name()));
        }
        return List.copyOf(columns.values());
    }

    /** What a row tells. A row that cannot be understood is quarantined, not lost. */
    Change change(ConnectionId connection, Function<String, @Nullable String> row) {
        String id = Ids.to18(String.valueOf(row.apply("Id")));
        SourceRef ref = new SourceRef(connection, type.kind(), id);
        try {
            Instant stamp =
                    OffsetDateTime.parse(String.valueOf(row.apply(stamp()))).toInstant();
            if (hasBin() && "true".equals(row.apply(DELETED))) {
                String master = described.has(MASTER) ? row.apply(MASTER) : null;
                return master == null || master.isEmpty()
                        ? new Change.Deleted(ref, stamp)
                        : new Change.MergedInto(ref, new SourceRef(connection, type.kind(), Ids.to18(master)), stamp);
            }
            return present(ref, stamp, row);
        } catch (DateTimeException | IllegalArgumentException e) {
            return new Change.Unreadable(ref, raw(row), "a value of this " + name() + " is not of its field's type");
        }
    }

    /** The canonical value of a field in fetched vendor values, as the mapping reads it. */
    String canonical(Field field, Map<String, String> fields) {
        Mapping.Source source = type.fields().get(field);
        if (source == null) return "";
        String value = "";
        for (String name : source.from()) {
            value = fields.getOrDefault(name, "");
            if (!value.isEmpty()) break;
        }
        if (source.values().isEmpty() || value.isEmpty()) return value;
        String vendor = value;
        return source.values().entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(vendor))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(source::otherwise)
                .orElse("");
    }

    /** The vendor's word for a canonical value: one that its picklist has, where several mean the same. */
    String vendorWord(Field field, Described.Attribute attribute, String canonical) {
        Mapping.Source source = type.fields().get(field);
        if (source == null || source.values().isEmpty()) return canonical;
        List<String> words = source.values().entrySet().stream()
                .filter(each -> each.getValue().equals(canonical))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return words.stream()
                .filter(attribute.picklist()::contains)
                .findFirst()
                .or(() -> words.stream().findFirst())
                .orElse(canonical);
    }

    private Change present(SourceRef ref, Instant stamp, Function<String, @Nullable String> row) {
        Map<String, String> fields = new LinkedHashMap<>();
        Set<String> visible = visible();
        for (String name : visible) {
            Described.Attribute attribute = described.attribute(name).orElseThrow();
            String value = row.apply(attribute.name());
            if (value != null && !value.isEmpty()) fields.put(name, Values.canonical(attribute.type(), value));
        }
        return new Change.Present(ref, name(), stamp, fields, visible, links(fields), List.of());
    }

    /** A polymorphic reference may point to something else than the role means: an account behind WhatId. */
    private Map<LinkRole, List<String>> links(Map<String, String> fields) {
        Map<LinkRole, List<String>> links = new EnumMap<>(LinkRole.class);
        type.links().forEach((role, names) -> {
            List<String> ids = names.stream()
                    .map(fields::get)
                    .filter(id -> id != null && kinds.get(Ids.prefix(id)) == role.target())
                    .distinct()
                    .toList();
            if (!ids.isEmpty()) links.put(role, ids);
        });
        return links;
    }

    private String raw(Function<String, @Nullable String> row) {
        StringBuilder raw = new StringBuilder();
        for (String column : columns())
            raw.append(column).append('=').append(row.apply(column)).append('\n');
        return raw.length() > RAW_LIMIT ? raw.substring(0, RAW_LIMIT) : raw.toString();
    }
}
