package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer that is no success, as {@link ErrorMapping} reads it.
 *
 * @param detail the vendor's own words; may hold a field value, so that only its safe part is shown ({@link #summary})
 * @param properties the property names that the vendor complains of
 * @param delay how long the vendor wants us to wait, as far as it or its documents say
 * @param applied whether the request may have been carried out although it failed
 */
public record MappedError(
        int status,
        AdapterErrorCode code,
        String category,
        String detail,
        Set<String> properties,
        List<String> scopes,
        Optional<Duration> delay,
        boolean applied) {

    private static final int SHORTEST_VALUE = 3;
    // What may name a person: addresses, long numbers, and text in quotes that is no name of a property.
    private static final Pattern PERSONAL = Pattern.compile("\\S+@\\S+|\\+?\\d[\\d ()./-]{5,}\\d");
    private static final Pattern QUOTED = Pattern.compile("(?<![\\w])(['\"])(?!\\w+\\1)[^'\"]{0,200}\\1");
    private static final int LONGEST_WORDS = 300;
    private static final Pattern INSIDE_MESSAGE = Pattern.compile("\"message\":\"([^\"]{1,300})\"");

    /** Refused because of what was sent, not because of who sent it or when. */
    boolean concernsThisRequest() {
        return status == 400 || status == 404 || status == 409 || status == 414;
    }

    Failure failure() {
        return new Failure(code, "", delay);
    }

    public boolean isUnknownProperty() {
        return code == AdapterErrorCode.FIELD_NOT_WRITABLE && !properties.isEmpty();
    }

    /** Documented for reads that are too wide for an address: 414 without the merge limit's message. */
    public boolean isAddressTooLong() {
        return status == 414 && code != AdapterErrorCode.MERGE_REFUSED;
    }

    public boolean isMergeInProgress() {
        return detail.contains("in the process of being merged");
    }

    /** The vendor's own words without what may name a person, and without the values that were sent. */
    public String words(Collection<String> sent) {
        Matcher inside = INSIDE_MESSAGE.matcher(detail);
        String words = inside.find() ? inside.group(1) : detail;
        for (String value : sent) {
            if (value.length() >= SHORTEST_VALUE) words = words.replace(value, "...");
        }
        words = QUOTED.matcher(words).replaceAll("...");
        words = PERSONAL.matcher(words).replaceAll("...");
        String cut = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
        return cut.isBlank() ? summary() : summary() + ": " + cut;
    }

    /** What may be shown and logged: no value of a field. */
    public String summary() {
        String what = category.isEmpty() ? "HTTP " + status : "HTTP " + status + " " + category;
        if (!properties.isEmpty()) return what + " (" + String.join(", ", properties) + ")";
        if (code == AdapterErrorCode.MERGE_REFUSED) return what + ": " + detail;
        return what;
    }
}
