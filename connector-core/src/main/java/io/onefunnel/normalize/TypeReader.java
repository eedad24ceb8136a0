package io.onefunnel.normalize;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.ValueType;
import io.onefunnel.spi.Change;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the canonical values of one vendor type, as its mapping says. */
final class TypeReader {
    private final Mapping.Type type;
    private final ZoneId zone;
    private final Map<Field, Map<String, String>> translations = new EnumMap<>(Field.class);

    TypeReader(Mapping.Type type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
        type.fields().forEach((field, source) -> {
            if (source.values().isEmpty()) return;
            Map<String, String> byLowerCase = new HashMap<>();
            source.values().forEach((from, to) -> byLowerCase.put(lower(from), to));
            translations.put(field, byLowerCase);
        });
    }

    Mapping.Type type() {
        return type;
    }

    /**
     * The values of all mapped fields that the vendor let us see: a fetched empty value is the empty text, an unfetched one
     * is absent. A value that is not of its field's type is empty, too; who needs it says so by {@link #unreadable}.
     */
    Map<Field, String> read(Change.Present raw) {
        Map<Field, String> values = new EnumMap<>(Field.class);
        type.fields().forEach((field, source) -> value(field, source, raw).ifPresent(text -> values.put(field, text)));
        return values;
    }

    /** What the vendor holds behind a field, untouched: the first source that is not empty. */
    Optional<String> raw(Field field, Change.Present raw) {
        Mapping.Source source = type.fields().get(field);
        return source == null ? Optional.empty() : firstOf(source, raw);
    }

    /** The canonical word for one vendor value of a field; empty when the mapping keeps it out. */
    String translate(Field field, String vendorValue) {
        Mapping.Source source = type.fields().get(field);
        Map<String, String> translation = translations.get(field);
        if (translation == null || source == null) return vendorValue.strip();
        String known = translation.get(lower(vendorValue));
        return known != null ? known : source.otherwise().orElse("");
    }

    /** For a message: which vendor fields are behind a canonical one, and why that is not enough. */
    UnreadableRecordException unreadable(Field field, String why) {
        Mapping.Source source = type.fields().get(field);
        String names = source == null || source.from().isEmpty() ? field.key() : String.join(", ", source.from());
        return new UnreadableRecordException(type.name() + ": " + names + " " + why);
    }

    private Optional<String> value(Field field, Mapping.Source source, Change.Present raw) {
        if (source.from().isEmpty()) return source.otherwise().or(() -> Optional.of(""));
        Optional<String> held = field.type() == ValueType.INSTANT ? mostExact(source, raw) : firstOf(source, raw);
        if (held.isEmpty()) {
            // With one of several sources out of sight, nobody can say that the value is empty.
            return raw.fetched().containsAll(source.from()) ? Optional.of("") : Optional.empty();
        }
        return Optional.of(CanonicalText.of(field.type(), translate(field, held.get()), zone)
                .orElse(""));
    }

    private static Optional<String> firstOf(Mapping.Source source, Change.Present raw) {
        for (String name : source.from()) {
            String text = raw.fields().get(name);
            if (text != null && !text.isBlank()) return Optional.of(text);
        }
        return Optional.empty();
    }

    /**
     * The first source, or a further one that tells the time of the same day: a response whose vendor keeps only its day
     * happened when the record was made, if that was on that day.
     */
    private Optional<String> mostExact(Mapping.Source source, Change.Present raw) {
        Optional<String> first = firstOf(source, raw);
        Optional<Moment> moment = first.flatMap(text -> Moment.of(text.strip(), zone));
        if (source.from().size() < 2 || moment.isEmpty() || moment.get().exact() != null) return first;
        for (String name : source.from()) {
            String text = raw.fields().getOrDefault(name, "");
            Optional<Moment> other = Moment.of(text.strip(), zone);
            if (other.isPresent()
                    && other.get().exact() != null
                    && other.get().day().equals(moment.get().day())) {
                return Optional.of(text);
            }
        }
        return first;
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
