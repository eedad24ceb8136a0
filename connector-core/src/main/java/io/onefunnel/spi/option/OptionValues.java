package io.onefunnel.spi.option;

import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plain options that were given for a connection, as values of their types; secrets are not among them. Immutable.
 * What was not given has the default of its {@link Option}.
 */
public final class OptionValues {
    public static final OptionValues NONE = new OptionValues(Map.of());

    private final Map<String, Object> values;

    private OptionValues(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Takes values as text, for programs that have no configuration file.
     *
     * @param options what the adapter declares
     * @throws IllegalArgumentException naming the key that is unknown or holds what its type does not allow
     */
    public static OptionValues parse(List<Option<?>> options, Map<String, String> texts) {
        OptionValues values = NONE;
        for (Map.Entry<String, String> each : texts.entrySet()) {
            Option<?> option = options.stream()
                    .filter(known -> known.key().equals(each.getKey()) && !known.secret())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no option " + each.getKey()));
            values = values.parsed(option, each.getValue());
        }
        return values;
    }

    private <T> OptionValues parsed(Option<T> option, String text) {
        try {
            return with(option, option.type().parse(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            String message =
                    option.key() + " " + OptionType.refusal(option.type().form(), text, e);
            throw new IllegalArgumentException(message, e);
        }
    }

    /** The same with one option more, or with another value of it. */
    public <T> OptionValues with(Option<T> option, T value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(option.key(), value);
        return new OptionValues(more);
    }

    /** These, and where others are given, those in their place. */
    public OptionValues overlaidBy(OptionValues others) {
        Map<String, Object> overlaid = new LinkedHashMap<>(values);
        overlaid.putAll(others.values);
        return new OptionValues(overlaid);
    }

    /** What was given, or the default; empty where there is neither. */
    public <T> Optional<T> find(Option<T> option) {
        Object given = values.get(option.key());
        if (given == null) return option.defaultText().map(option.type()::parse);
        @SuppressWarnings("unchecked") // only what the type of the option of this key parsed is put under the key
        T value = (T) given;
        return Optional.of(value);
    }

    /**
     * What was given, or the default.
     *
     * @throws IllegalStateException when there is neither: the adapter asked for an option that it declares to be optional
     */
    public <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new IllegalStateException(option.key() + " was not given"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptionValues same && values.equals(same.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
