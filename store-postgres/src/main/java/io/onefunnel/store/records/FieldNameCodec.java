package io.onefunnel.store.records;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds our names in the vendors' words and puts ours into theirs. */
public final class FieldNameCodec {
    private final Mappings mappings;

    public FieldNameCodec(Mappings mappings) {
        this.mappings = mappings;
    }

    /** When the vendor says that the record was made. */
    public Optional<Instant> createdAt(Change.Present raw) {
        return value(raw, Field.CREATED_AT).flatMap(FieldNameCodec::instant);
    }

    /** The host of a company's website, without "www."; empty when there is none. */
    public String domain(Change.Present raw) {
        return value(raw, Field.WEBSITE).map(FieldNameCodec::host).orElse("");
    }

    /** The main e-mail address in lower case. */
    public Optional<String> email(Change.Present raw) {
        return value(raw, Field.EMAIL).map(address -> address.strip().toLowerCase(Locale.ROOT));
    }

    /** The record with what we wrote since in its fields, as if the vendor had already told us. */
    Change.Present overlaid(Change.Present raw, Map<Field, String> acked, Optional<String> owner) {
        if (acked.isEmpty() && owner.isEmpty()) return raw;
        Optional<Mapping.Type> type = type(raw.ref(), raw.type());
        Map<String, String> fields = new LinkedHashMap<>(raw.fields());
        Set<String> fetched = new HashSet<>(raw.fetched());
        acked.forEach((field, value) -> type.map(Mapping.Type::fields)
                .map(known -> known.get(field))
                .filter(source -> !source.from().isEmpty())
                .ifPresent(source -> set(fields, fetched, source, value)));
        Map<LinkRole, List<String>> links = new HashMap<>(raw.links());
        owner.ifPresent(id -> links.put(LinkRole.OWNER, List.of(id)));
        return new Change.Present(raw.ref(), raw.type(), raw.version(), fields, fetched, links, raw.history());
    }

    private static void set(Map<String, String> fields, Set<String> fetched, Mapping.Source source, String value) {
        // The first of several names is the one that is written, and the first that is not empty is the one that is
        // read.
        source.from().forEach(fields::remove);
        fetched.addAll(source.from());
        if (value.isEmpty()) return;
        String vendors = source.values().entrySet().stream()
                .filter(translation -> translation.getValue().equals(value))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(value);
        fields.put(source.from().get(0), vendors);
    }

    private Optional<String> value(Change.Present raw, Field field) {
        return type(raw.ref(), raw.type()).map(Mapping.Type::fields).map(known -> known.get(field)).stream()
                .flatMap(source -> source.from().stream())
                .flatMap(name -> Optional.ofNullable(raw.fields().get(name)).stream())
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private Optional<Mapping.Type> type(SourceRef ref, String name) {
        return mappings.of(ref.connection())
                .flatMap(mapping -> Optional.ofNullable(mapping.types().get(name)));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notAnInstant) {
            return Optional.empty();
        }
    }

    private static String host(String website) {
        String host = website.strip().toLowerCase(Locale.ROOT);
        int scheme = host.indexOf("://");
        if (scheme >= 0) host = host.substring(scheme + 3);
        host = host.split("[/?#:]", 2)[0];
        return host.startsWith("www.") ? host.substring(4) : host;
    }
}
