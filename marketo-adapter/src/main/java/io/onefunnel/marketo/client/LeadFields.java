package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lead fields that the instance has and lets us see, asked for once a day. */
public final class LeadFields {
    /** @param crmManaged whether the native CRM sync owns the field; such a field is never written */
    public record LeadField(String name, String displayName, String dataType, boolean updateable, boolean crmManaged) {}

    private static final Logger LOG = LoggerFactory.getLogger(LeadFields.class);
    private static final Duration KEPT = Duration.ofDays(1);

    // "Invalid fields [fax]", "Field 'fax' not found": one of these names which fields a call was refused for.
    private static final Pattern OF_FIELDS = Pattern.compile("(?i)\\binvalid fields?\\b");
    private static final Pattern NAMED = Pattern.compile("\\[([^\\]]*)]|'([^']*)'");
    // Without them no lead can be told: if they are refused, all is.
    private static final Set<String> NEEDED = Set.of("id", "updatedAt");
    // Each refusal names one field or all of them; more than so many are no passing disagreement.
    private static final int MOST_REFUSALS = 20;

    private final MarketoClient client;
    private final Set<String> refused = new TreeSet<>();
    private Map<String, LeadField> fields = Map.of();
    private Map<String, String> namesByDisplayName = Map.of();
    private Instant askAgain = Instant.MIN;

    LeadFields(MarketoClient client) {
        this.client = client;
    }

    public Optional<LeadField> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /** The API name behind the name that people see; activities tell changes by that one. */
    public synchronized Optional<String> named(String displayName) {
        all();
        return Optional.ofNullable(namesByDisplayName.get(displayName));
    }

    /** Those of these names that can be asked for; one unknown name would refuse the whole call. */
    public List<String> known(Collection<String> names) {
        Set<String> readable = new HashSet<>(all().keySet());
        readable.removeAll(refused());
        return names.stream().filter(readable::contains).distinct().toList();
    }

    /**
     * Fields that the instance describes and yet refuses to tell: its lists and its reads disagree about them. They are
     * asked for again once a day, and by each check.
     */
    public synchronized Set<String> refused() {
        return Set.copyOf(refused);
    }

    public synchronized Map<String, LeadField> all() {
        if (client.now().isBefore(askAgain)) return fields;
        Map<String, LeadField> found = new HashMap<>();
        JsonNode answer = client.get("describe leads", "rest/v1/leads/describe2.json", Map.of());
        for (JsonNode each : answer.path("result").path(0).path("fields")) {
            String name = each.path("name").asText("");
            if (name.isEmpty()) continue;
            boolean updateable = each.path("updateable").asBoolean(true);
            boolean crmManaged = each.path("crmManaged").asBoolean(false);
            found.put(
                    name,
                    new LeadField(
                            name,
                            each.path("displayName").asText(""),
                            each.path("dataType").asText(""),
                            updateable,
                            crmManaged));
        }
        // Every lead has an id. Believed without it, all fields would count as hidden, and nothing of a lead would be
        // read.
        if (!found.containsKey("id"))
            throw client.refusal(
                    AdapterErrorCode.UNEXPECTED_RESPONSE, "the description of leads does not list their id");
        fields = Map.copyOf(found);
        Map<String, String> names = new HashMap<>();
        found.values().forEach(each -> names.put(each.displayName(), each.name()));
        namesByDisplayName = Map.copyOf(names);
        askAgain = client.now().plus(KEPT);
        refused.clear();
        return fields;
    }

    /**
     * Does what asks for fields; once more without those that it was refused for, be it that they were hidden since we
     * last looked or that reads know less than the description. The work asks {@link #known} each time.
     */
    public <T> T current(Supplier<T> work) {
        for (int refusals = 0; ; refusals++) {
            try {
                return work.get();
            } catch (RefusedException why) {
                boolean hidden = why.is("1006") && refusals == 0;
                if (refusals == MOST_REFUSALS || !(leftOut(why) || hidden)) throw why;
            }
        }
    }

    /** Whether the refusal names fields that can be left out; from now on they are. */
    private synchronized boolean leftOut(RefusedException why) {
        String words = String.valueOf(why.getMessage());
        boolean ofFields =
                why.is("1006") || (why.is("1003") && OF_FIELDS.matcher(words).find());
        if (!ofFields) return false;
        Set<String> left = new TreeSet<>(refused);
        if (why.is("1006")) forget();
        Map<String, LeadField> described = all();
        Matcher named = NAMED.matcher(words);
        while (named.find()) {
            String names = named.group(1) == null ? named.group(2) : named.group(1);
            for (String name : names.split("[,\\s]+")) {
                if (described.containsKey(name) && !NEEDED.contains(name)) left.add(name);
            }
        }
        boolean more = !refused.containsAll(left);
        refused.addAll(left);
        if (more)
            LOG.warn("Marketo describes these lead fields and refuses to read them; they are left out: {}", refused);
        return more;
    }

    public synchronized void forget() {
        askAgain = Instant.MIN;
    }
}
