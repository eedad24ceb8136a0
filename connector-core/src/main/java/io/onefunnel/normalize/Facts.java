package io.onefunnel.normalize;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One vendor record with its canonical values, and the ways to ask for them. */
final class Facts {
    private final TypeReader reader;
    private final Change.Present raw;
    private final Map<Field, String> values;

    Facts(TypeReader reader, Change.Present raw) {
        this.reader = reader;
        this.raw = raw;
        this.values = reader.read(raw);
    }

    Map<Field, String> values() {
        return values;
    }

    /** Empty when there is none or it is out of sight. */
    String text(Field field) {
        return values.getOrDefault(field, "");
    }

    boolean is(Field flag) {
        return "true".equals(values.get(flag));
    }

    Optional<BigDecimal> number(Field field) {
        return CanonicalText.number(text(field));
    }

    Optional<Instant> instant(Field field) {
        return Optional.of(text(field)).filter(text -> !text.isEmpty()).map(Instant::parse);
    }

    Instant needed(Field field) {
        return instant(field).orElseThrow(() -> reader.unreadable(field, whyNoTime(field)));
    }

    /** The moment behind a field; refuses what is there and is no time. */
    Optional<Moment> moment(Field field, Locality home) {
        Optional<String> text = reader.raw(field, raw).map(String::strip);
        if (text.isEmpty()) return Optional.empty();
        return Optional.of(
                Moment.of(text.get(), home.zone()).orElseThrow(() -> reader.unreadable(field, whyNoTime(field))));
    }

    /** One of a set of words; {@code otherwise} for none and for one that the set does not have. */
    <E extends Enum<E>> E choice(Class<E> words, Field field, E otherwise) {
        return this.<E>choice(words, field).orElse(otherwise);
    }

    <E extends Enum<E>> Optional<E> choice(Class<E> words, Field field) {
        String text = text(field);
        for (E word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(text)) return Optional.of(word);
        }
        return Optional.empty();
    }

    Optional<SourceRef> link(LinkRole role) {
        return links(role).stream().findFirst();
    }

    List<SourceRef> links(LinkRole role) {
        return raw.links().getOrDefault(role, List.of()).stream()
                .filter(id -> !id.isBlank())
                .distinct()
                .map(id -> new SourceRef(raw.ref().connection(), role.target(), id))
                .toList();
    }

    Map<LinkRole, SourceRef> links() {
        Map<LinkRole, SourceRef> links = new EnumMap<>(LinkRole.class);
        raw.links().keySet().forEach(role -> link(role).ifPresent(target -> links.put(role, target)));
        return links;
    }

    SourceRef neededLink(LinkRole role) {
        return link(role)
                .orElseThrow(() -> new UnreadableRecordException(reader.type().name() + ": no link to a "
                        + role.target().name().toLowerCase(Locale.ROOT) + " ("
                        + String.join(", ", reader.type().links().getOrDefault(role, List.of("not mapped"))) + ")"));
    }

    private String whyNoTime(Field field) {
        if (reader.raw(field, raw).isPresent()) return "is not a time that can be read";
        return values.containsKey(field) ? "is empty" : "was not fetched";
    }
}
