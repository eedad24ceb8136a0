package io.onefunnel.settings;

import io.onefunnel.model.Durations;
import io.onefunnel.spi.option.OptionType;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one section of a file, asked for by name and type. A key that was asked for is known; what is in the file
 * and never asked for is a problem. Keys may be paths: {@code sla.zone}.
 *
 * <p>No question throws for what stands in the file: it records the problem and answers with its default, or with a
 * harmless value where there is none ("" , 0, the first choice), so that one run finds every problem. Nothing read may
 * be used before {@link #load} has returned or {@link Problems#throwIfAny} has passed. Used by one thread.
 */
public final class Settings {
    private static final OptionType.Whole POSITIVE = new OptionType.Whole(1, Integer.MAX_VALUE);
    private static final OptionType.Decimal NUMBER = new OptionType.Decimal(-Double.MAX_VALUE, Double.MAX_VALUE);

    /** What all sections of one file share. */
    private record Reading(
            String file,
            Path folder,
            Function<String, @Nullable String> environment,
            Problems problems,
            Map<YamlNode.Section, Set<String>> known) {}

    private final Reading reading;
    private final String path;
    private final YamlNode.Section section;

    private Settings(Reading reading, String path, YamlNode.Section section) {
        this.reading = reading;
        this.path = path;
        this.section = section;
        reading.known.computeIfAbsent(section, opened -> new TreeSet<>());
    }

    /**
     * Reads one file.
     *
     * @throws SettingsException with all its problems together, unknown keys included
     */
    public static <T> T load(Path file, Function<Settings, T> reader) {
        Problems problems = new Problems();
        Optional<T> value = load(file, problems, reader);
        problems.throwIfAny();
        return value.orElseThrow(() -> new IllegalStateException("no value and no problem: " + file));
    }

    /** Reads one of several files; empty when it has problems, which are then in {@code problems}. */
    public static <T> Optional<T> load(Path file, Problems problems, Function<Settings, T> reader) {
        Problems own = new Problems();
        Settings settings = open(file, own, System::getenv);
        try {
            T value = reader.apply(settings);
            settings.refuseUnknownKeys();
            return own.isEmpty() ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // A value object refused a harmless stand-in, which is no news, or a real value, which is.
            if (own.isEmpty()) settings.problem("", String.valueOf(e.getMessage()));
            settings.refuseUnknownKeys();
            return Optional.empty();
        } finally {
            own.list().forEach(problems::add);
        }
    }

    /**
     * Opens a file for reading step by step; {@link #refuseUnknownKeys} ends it.
     *
     * @param environment where {@code ${env:NAME}} looks
     */
    public static Settings open(Path file, Problems problems, Function<String, @Nullable String> environment) {
        Path parent = file.toAbsolutePath().getParent();
        Path folder = parent == null ? file.toAbsolutePath() : parent;
        Reading reading = new Reading(file.toString(), folder, environment, problems, new IdentityHashMap<>());
        return new Settings(reading, "", YamlFile.read(file, problems));
    }

    // --- single values -------------------------------------------------------------------------------------------

    public String text(String key) {
        return plain(key).orElseGet(() -> missing(key, ""));
    }

    public String text(String key, String otherwise) {
        return plain(key).orElse(otherwise);
    }

    public Optional<String> optionalText(String key) {
        return plain(key);
    }

    public int integer(String key) {
        return value(key, OptionType.Whole.ANY).orElseGet(() -> missing(key, 0));
    }

    public int integer(String key, int otherwise) {
        return value(key, OptionType.Whole.ANY).orElse(otherwise);
    }

    /** A whole number of at least 1; anything else is a problem, and the default is taken. */
    public int positiveInt(String key, int otherwise) {
        return value(key, POSITIVE).orElse(otherwise);
    }

    public double number(String key, double otherwise) {
        return value(key, "a number such as 0.25", NUMBER::parse).orElse(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key, new OptionType.Flag()).orElse(otherwise);
    }

    public Duration duration(String key) {
        return lengthOf(key).orElseGet(() -> missing(key, Duration.ZERO));
    }

    public Duration duration(String key, Duration otherwise) {
        return lengthOf(key).orElse(otherwise);
    }

    public ZoneId zone(String key) {
        return zoneOf(key).orElseGet(() -> missing(key, ZoneId.of("UTC")));
    }

    public ZoneId zone(String key, ZoneId otherwise) {
        return zoneOf(key).orElse(otherwise);
    }

    /** A constant by its name, in any case, with dashes for underscores. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return optionalChoice(key, type).orElseGet(() -> missing(key, type.getEnumConstants()[0]));
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        return optionalChoice(key, type).orElse(otherwise);
    }

    public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
        return plain(key).flatMap(text -> choiceOf(key, text, type));
    }

    /** A value of one of the types that options have, so that the same text means the same in every file. */
    public <T> Optional<T> value(String key, OptionType<T> type) {
        return value(key, type.form(), type.names(), type::parse);
    }

    /**
     * A value of a type of one's own.
     *
     * @param form what is expected, for the message: "a day such as 2026-03-02"
     * @param parse throws IllegalArgumentException or DateTimeException for what it cannot take
     */
    public <T> Optional<T> value(String key, String form, Function<String, T> parse) {
        return value(key, form, List.of(), parse);
    }

    /**
     * The same, where the nearest of some names helps whoever mistyped one.
     *
     * @param names what could stand there, as far as it can be listed
     */
    public <T> Optional<T> value(String key, String form, Collection<String> names, Function<String, T> parse) {
        return plain(key).flatMap(text -> parsed(key, text, form, names, parse));
    }

    /** A reference to a secret, looked up whenever it is asked. The secret itself must not stand in the file. */
    public SecretReference secret(String key) {
        return optionalSecret(key).orElseGet(() -> missing(key, SecretReference.nowhere(pathOf(key))));
    }

    public Optional<SecretReference> optionalSecret(String key) {
        Optional<String> text = scalar(key);
        if (text.isEmpty()) return Optional.empty();
        Optional<SecretReference> reference =
                SecretReference.of(pathOf(key), text.get(), reading.folder, reading.environment);
        if (reference.isEmpty()) {
            problem(
                    key,
                    "a secret does not belong into this file; put it in an environment variable or a file and write"
                            + " ${env:NAME} or ${file:path} here");
        }
        return reference;
    }

    // --- several values ------------------------------------------------------------------------------------------

    /** A list of texts; a single text is a list of one, a missing key an empty list. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            if (item instanceof YamlNode.Text text) {
                if (isPlain(key, text.value())) texts.add(text.value());
            } else {
                problem(item.line(), key, "expected single values in the list, not " + item.described());
            }
        }
        return List.copyOf(texts);
    }

    /** Constants by name, each once. */
    public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        Set<E> choices = new LinkedHashSet<>();
        texts(key).forEach(text -> choiceOf(key, text, type).ifPresent(choices::add));
        return List.copyOf(choices);
    }

    /** A nested section; an empty one when the key is missing. */
    public Settings section(String key) {
        if (isHere(key)) return child(key);
        Settings at = this;
        for (String name : key.split("\\.")) at = at.child(name);
        return at;
    }

    /** A list of sections; empty when the key is missing. */
    public List<Settings> sections(String key) {
        List<Settings> sections = new ArrayList<>();
        int index = 0;
        for (YamlNode item : items(key)) {
            String itemPath = pathOf(key) + "[" + index++ + "]";
            if (item instanceof YamlNode.Section inner) {
                sections.add(new Settings(reading, itemPath, inner));
            } else {
                problem(item.line(), key, "expected a section with keys in the list, not " + item.described());
            }
        }
        return List.copyOf(sections);
    }

    /** The sections under names that the admin chose ("connections"), in the order of the file. */
    public Map<String, Settings> named(String key) {
        Settings names = section(key);
        Map<String, Settings> named = new LinkedHashMap<>();
        names.keys().forEach(name -> named.put(name, names.child(name)));
        return named;
    }

    /** Texts under names that the admin chose, in the order of the file. A key without a value is an empty text. */
    public Map<String, String> pairs(String key) {
        Settings names = section(key);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String name : names.keys()) {
            names.knows(name);
            YamlNode value = names.node(name);
            if (value instanceof YamlNode.Text text) {
                if (names.isPlain(name, text.value())) pairs.put(name, text.value());
            } else if (value instanceof YamlNode.Nothing) {
                pairs.put(name, "");
            } else if (value != null) {
                names.problem(value.line(), name, "expected a single value, not " + value.described());
            }
        }
        return pairs;
    }

    // --- about the section ---------------------------------------------------------------------------------------

    /** The names that stand in this section, in the order of the file. Does not make them known. */
    public Set<String> keys() {
        return new LinkedHashSet<>(section.entries().keySet());
    }

    /** Whether the key stands here with a value. Makes it known. */
    public boolean has(String key) {
        Settings at = owner(key);
        at.knows(last(key));
        YamlNode node = at.node(last(key));
        return node != null && !(node instanceof YamlNode.Nothing);
    }

    /** Whether the value of a key is a section, and not a text or a list. */
    public boolean isSection(String key) {
        Settings at = owner(key);
        at.knows(last(key));
        return at.node(last(key)) instanceof YamlNode.Section;
    }

    /** Makes keys known that are read elsewhere. */
    public void knows(String... names) {
        known().addAll(Arrays.asList(names));
    }

    /** Where this section stands: "connections.hubspot"; empty for the file itself. */
    public String path() {
        return path;
    }

    public Problems problems() {
        return reading.problems;
    }

    /** A rule over several keys. */
    public void check(boolean holds, String key, String message) {
        if (!holds) problem(key, message);
    }

    /** Records a problem at a key, or at the section when the key is empty. */
    public void problem(String key, String message) {
        problem(lineOf(key), key, message);
    }

    /** Ends the reading of a file: what stands in a section that was opened and was never asked for is a problem. */
    public void refuseUnknownKeys() {
        new UnknownKeys(reading.file, reading.known, reading.problems).refuseIn(section, path);
    }

    // --- inside --------------------------------------------------------------------------------------------------

    private Optional<String> plain(String key) {
        return scalar(key).filter(text -> isPlain(key, text));
    }

    /** A secret that is asked for as a plain value would end in logs and on screens. */
    private boolean isPlain(String key, String text) {
        if (!SecretReference.looksLikeOne(text)) return true;
        problem(key, "takes no reference to a secret; only keys that hold a secret do");
        return false;
    }

    private Optional<String> scalar(String key) {
        Settings at = owner(key);
        String name = last(key);
        at.knows(name);
        YamlNode node = at.node(name);
        if (node == null) return Optional.empty();
        if (node instanceof YamlNode.Text text) return Optional.of(text.value());
        if (node instanceof YamlNode.Nothing) problem(key, "has no value; write one, or take the line out");
        else problem(key, "expected a single value, not " + node.described());
        return Optional.empty();
    }

    private List<YamlNode> items(String key) {
        Settings at = owner(key);
        String name = last(key);
        at.knows(name);
        YamlNode node = at.node(name);
        if (node instanceof YamlNode.Items list) return list.items();
        if (node == null || node instanceof YamlNode.Nothing) return List.of();
        return List.of(node);
    }

    private Settings owner(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 || isHere(key) ? this : section(key.substring(0, dot));
    }

    private String last(String key) {
        return isHere(key) ? key : key.substring(key.lastIndexOf('.') + 1);
    }

    /** A name that an admin chose may hold a dot; as it stands in the file it is no path. */
    private boolean isHere(String key) {
        return section.entries().containsKey(key);
    }

    private Settings child(String name) {
        knows(name);
        YamlNode node = node(name);
        if (node instanceof YamlNode.Section inner) return new Settings(reading, pathOf(name), inner);
        if (node != null && !(node instanceof YamlNode.Nothing)) {
            problem(name, "expected a section with keys, not " + node.described());
        }
        return new Settings(reading, pathOf(name), new YamlNode.Section(lineOf(name), Map.of()));
    }

    private @Nullable YamlNode node(String name) {
        YamlNode.Entry entry = section.entries().get(name);
        return entry == null ? null : entry.value();
    }

    private Set<String> known() {
        return reading.known.computeIfAbsent(section, opened -> new TreeSet<>());
    }

    private String pathOf(String key) {
        if (key.isEmpty()) return path;
        return path.isEmpty() ? key : path + "." + key;
    }

    private int lineOf(String key) {
        if (key.isEmpty()) return section.line();
        int dot = isHere(key) ? -1 : key.indexOf('.');
        YamlNode.Entry entry = section.entries().get(dot < 0 ? key : key.substring(0, dot));
        if (entry == null) return section.line();
        if (dot < 0) return entry.line();
        if (!(entry.value() instanceof YamlNode.Section inner)) return entry.line();
        return new Settings(reading, "", inner).lineOf(key.substring(dot + 1));
    }

    private void problem(int line, String key, String message) {
        reading.problems.add(new Problem(reading.file, line, 0, pathOf(key), message));
    }

    /** Records that a key is missing, unless what stands there was already found to be wrong. */
    private <T> T missing(String key, T harmless) {
        if (owner(key).node(last(key)) == null) problem(key, "is missing");
        return harmless;
    }

    private Optional<Duration> lengthOf(String key) {
        return value(key, "a length of time such as \"15m\", \"1h\" or \"2d\"", Durations::parse);
    }

    private Optional<ZoneId> zoneOf(String key) {
        return plain(key).flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text.strip()));
            } catch (DateTimeException e) {
                String nearest = NearestName.to(text.strip(), ZoneId.getAvailableZoneIds())
                        .map(zone -> "; did you mean \"" + zone + "\"?")
                        .orElse("; write it like \"Europe/Berlin\"");
                problem(key, "there is no time zone \"" + text + "\"" + nearest);
                return Optional.empty();
            }
        });
    }

    private <E extends Enum<E>> Optional<E> choiceOf(String key, String text, Class<E> type) {
        String wanted = text.strip().replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(wanted)) return Optional.of(constant);
        }
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        problem(key, "\"" + text + "\": " + NearestName.unknown("value", wanted, names));
        return Optional.empty();
    }

    private <T> Optional<T> parsed(
            String key, String text, String form, Collection<String> names, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            String wrong = e instanceof OptionType.WordRefused refused ? refused.word() : text.strip();
            String nearest = NearestName.to(wrong, names)
                    .filter(name -> !name.equals(wrong))
                    .map(name -> "; did you mean \"" + name + "\"?")
                    .orElse("");
            problem(key, OptionType.refusal(form, text, e) + nearest);
            return Optional.empty();
        }
    }
}
