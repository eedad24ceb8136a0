package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.call.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer that is no success, as {@link ErrorMapping} reads it.
 *
 * @param detail the vendor's own words; may hold a field value, so that only its safe part is shown ({@link #summary})
 * @param properties the property names that the vendor complains of
 * @param delay how long the vendor wants us to wait, as far as it or its documents say
 * @param applied whether the request may have been carried out although it failed
 * @param foreign who answered instead of HubSpot, and in which form
 */
public record MappedError(
        int status,
        AdapterErrorCode code,
        String category,
        String detail,
        Set<String> properties,
        List<String> scopes,
        Optional<Duration> delay,
        boolean applied,
        Optional<String> foreign) {

    private static final int SHORTEST_VALUE = 3;
    // What may name a person: addresses, long numbers, and text in quotes that is no name of a property.
    private static final Pattern PERSONAL = Pattern.compile("\\S+@\\S+|\\+?\\d[\\d ()./-]{5,}\\d");
    private static final Pattern QUOTED = Pattern.compile("(?<![\\w])(['\"])(?!\\w+\\1)[^'\"]{0,200}\\1");
    private static final int LONGEST_WORDS = 300;

    /** Somebody on the way said no. */
    static MappedError foreign(int status, String who) {
        return new MappedError(
                status,
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                "",
                "",
                Set.of(),
                List.of(),
                Optional.empty(),
                false,
                Optional.of(who));
    }

    /** Refused because of what was sent, not because of who sent it or when. */
    boolean concernsThisRequest() {
        return foreign.isEmpty() && (status == 400 || status == 404 || status == 409 || status == 414);
    }

    Failure failure() {
        return new Failure(code, "", delay);
    }

    public boolean isUnknownProperty() {
        return code == AdapterErrorCode.FIELD_NOT_WRITABLE && !properties.isEmpty();
    }

    /** A value is none of a property's choices: HubSpot's code for it stands in the detail of the message. */
    public boolean isAboutChoices() {
        return detail.contains("INVALID_OPTION");
    }

    /** Whether it complains of some of these properties, so that the others can go without them. */
    public boolean namesSomeOf(Set<String> sent) {
        return code.recovery() != Recovery.RETRY_LATER
                && sent.stream().anyMatch(properties::contains)
                && !properties.containsAll(sent);
    }

    /** What it says of values, each without the list of choices that may follow. Holds values: not to be shown. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonNode each : details(detail))
            complaints.add(each.path("message").asText(""));
        if (complaints.isEmpty()) complaints.add(detail);
        complaints.replaceAll(text -> text.split("\\[", 2)[0]);
        return complaints;
    }

    /** Documented for reads that are too wide for an address: 414 without the merge limit's message. */
    public boolean isAddressTooLong() {
        return status == 414 && code != AdapterErrorCode.MERGE_REFUSED;
    }

    /** A 404 that names no record: the address, the version or the type in it is not there. */
    public boolean isWrongAddress() {
        return status == 404 && !category.equals("OBJECT_NOT_FOUND");
    }

    public boolean isMergeInProgress() {
        return detail.contains("in the process of being merged");
    }

    /** The vendor's own words without what may name a person, and without the values that were sent. */
    public String words(Collection<String> sent) {
        String words = told();
        for (String value : sent) {
            if (value.length() >= SHORTEST_VALUE) words = words.replace(value, "...");
        }
        words = QUOTED.matcher(words).replaceAll("...");
        words = PERSONAL.matcher(words).replaceAll("...");
        String cut = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
        return cut.isBlank() ? summary() : summary() + ": " + cut;
    }

    /** Validation tells its detail as JSON inside the message: "Property values were not valid: [{...}]". */
    private String told() {
        Set<String> told = new LinkedHashSet<>();
        for (JsonNode each : details(detail)) told.add(each.path("message").asText(""));
        told.remove("");
        return told.isEmpty() ? detail : String.join("; ", told);
    }

    /** The JSON at the end of a message; nothing where there is none. */
    static JsonNode details(String message) {
        int begins = message.indexOf("[{");
        if (begins < 0) begins = message.indexOf('{');
        if (begins < 0) return MissingNode.getInstance();
        try {
            JsonNode tail = Json.MAPPER.readTree(message.substring(begins));
            return tail.isArray() ? tail : Json.MAPPER.createArrayNode().add(tail);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** What may be shown and logged: no value of a field. */
    public String summary() {
        if (foreign.isPresent()) return "HTTP " + status + " is not HubSpot's answer (" + foreign.get() + ")";
        // A row of a 207 has no status of its own.
        String answer = status == 207 ? "an error" : "HTTP " + status;
        String what = category.isEmpty() ? answer : answer + " " + category;
        if (!properties.isEmpty()) return what + " (" + String.join(", ", properties) + ")";
        if (code == AdapterErrorCode.MERGE_REFUSED) return what + ": " + detail;
        return what;
    }
}
