package io.onefunnel.spi.option;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One option of a connection, as an adapter declares it: what the configuration is checked by, and what {@link
 * OptionValues} is asked by.
 *
 * @param key as it stands under {@code connections.<name>}: "budget-day-share"
 * @param type what may stand there, with its bounds
 * @param meaning a few words for admins, without the default and the bounds
 * @param defaultText the default, as one would write it; empty when there is none
 * @param absent what leaving it out means where there is no default: "no limit"; empty when that goes without saying
 * @param need when it must be there
 * @param once whether it may be given for the connection alone, and not again under {@code credentials} of one use,
 *     because it says which account is meant or how that is worked with, not who asks
 * @param <T> the type of its value
 */
public record Option<T>(
        String key,
        OptionType<T> type,
        String meaning,
        Optional<String> defaultText,
        String absent,
        Need need,
        boolean once) {
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final int MOST = 999_999_999;
    /** Longer than anything that one waits for or looks back to, and short enough to be reckoned with. */
    private static final String LONGEST = "3650d";

    /** What else was given beside an option, right or wrong. */
    public interface Given {
        /** Whether something stands there, even if it is wrong. */
        boolean has(Option<?> option);

        /** The value or the default; empty when it was left out without one, or is wrong. */
        <V> Optional<V> value(Option<V> option);
    }

    /** A condition over the other options. */
    @FunctionalInterface
    public interface Condition {
        boolean holds(Given given);
    }

    /**
     * When an option must be there.
     *
     * @param words for admins: "required for grant jwt"; empty when it never must
     */
    public record Need(String words, Condition when) {
        static final Need NEVER = new Need("", given -> false);
        static final Need ALWAYS = new Need("required", given -> true);
    }

    /** Fails as {@link OptionType#parse} does when the type does not allow the default: a mistake of the declaration. */
    public Option {
        defaultText.ifPresent(type::parse);
    }

    private static <T> Option<T> of(String key, OptionType<T> type, String meaning) {
        return new Option<>(key, type, meaning, Optional.empty(), "", Need.NEVER, true);
    }

    public static Option<String> text(String key, String meaning) {
        return of(key, new OptionType.Text("a text", ANY), meaning);
    }

    /**
     * A text of a certain form.
     *
     * @param form what is allowed, as it goes on after "must be"
     * @param pattern a regular expression of the whole text
     */
    public static Option<String> text(String key, String form, String pattern, String meaning) {
        return of(key, new OptionType.Text(form, Pattern.compile(pattern)), meaning);
    }

    public static Option<URI> address(String key, String meaning) {
        return of(key, new OptionType.Address(), meaning);
    }

    /** A whole number that is at least 1. */
    public static Option<Integer> positive(String key, String meaning) {
        return of(key, new OptionType.Whole(1, MOST), meaning);
    }

    /** A part of a whole, of which there is at least a ten-thousandth. */
    public static Option<Double> share(String key, String meaning) {
        return of(key, new OptionType.Decimal(0.0001, 1), meaning);
    }

    /** @param least as people write it: "1s"; "0s" where no time at all makes sense */
    public static Option<Duration> duration(String key, String least, String meaning) {
        return of(key, new OptionType.Length(least, LONGEST), meaning);
    }

    public static Option<Boolean> flag(String key, String meaning) {
        return of(key, new OptionType.Flag(), meaning);
    }

    public static <E extends Enum<E>> Option<E> choice(String key, Class<E> constants, String meaning) {
        return of(key, new OptionType.Choice<>(constants), meaning);
    }

    public static Option<ZoneId> zone(String key, String meaning) {
        return of(key, new OptionType.Zone(), meaning);
    }

    public static Option<LocalDate> day(String key, String meaning) {
        return of(key, new OptionType.Day(), meaning);
    }

    /**
     * @param words in upper case, of which something may be said
     * @param example for admins who got it wrong: "CLOSED_WON=Influenced, DISQUALIFIED=Not Interested"
     */
    public static Option<Map<String, String>> pairs(String key, List<String> words, String example, String meaning) {
        return of(key, new OptionType.Pairs("pairs such as " + example, words), meaning);
    }

    /** Its value is not among {@link OptionValues}: it is asked for at each call and never kept. A use may have its own. */
    public static Option<String> secret(String key, String meaning) {
        return of(key, new OptionType.Secret(), meaning).perUse();
    }

    /** @param text as one would write it; fails when the type does not allow it */
    public Option<T> withDefault(String text) {
        return new Option<>(key, type, meaning, Optional.of(text), "", need, once);
    }

    /** Leaving it out means this, in a few words. */
    public Option<T> absentMeans(String words) {
        return new Option<>(key, type, meaning, Optional.empty(), words, need, once);
    }

    public Option<T> required() {
        return needed(Need.ALWAYS);
    }

    /** It must be there when another option has this value. */
    public <V extends Enum<V>> Option<T> requiredFor(Option<V> other, V value) {
        String name = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return requiredWhen(
                "for " + other.key() + " " + name,
                given -> given.value(other).filter(value::equals).isPresent());
    }

    /** It must be there unless all of these are. */
    public Option<T> requiredUnless(Option<?>... others) {
        List<Option<?>> instead = List.of(others);
        String keys = Arrays.stream(others).map(Option::key).collect(Collectors.joining(", "));
        return requiredWhen(
                "unless there are " + keys, given -> !instead.stream().allMatch(given::has));
    }

    /** @param words goes on after "required": "where base-url does not tell it" */
    public Option<T> requiredWhen(String words, Condition condition) {
        return needed(new Need("required " + words, condition));
    }

    /** It says who asks: a use may have another value of it, under its own {@code credentials}. */
    public Option<T> perUse() {
        return new Option<>(key, type, meaning, defaultText, absent, need, false);
    }

    public boolean secret() {
        return type instanceof OptionType.Secret;
    }

    private Option<T> needed(Need when) {
        return new Option<>(key, type, meaning, defaultText, absent, when, once);
    }
}
