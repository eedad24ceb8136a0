package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The lead fields that the instance has and lets us see, asked for once a day. */
public final class LeadFields {
    /** @param crmManaged whether the native CRM sync owns the field; such a field is never written */
    public record LeadField(String name, String displayName, String dataType, boolean updateable, boolean crmManaged) {}

    private static final Duration KEPT = Duration.ofDays(1);

    private final MarketoClient client;
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
        return names.stream().filter(all()::containsKey).distinct().toList();
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
        return fields;
    }

    /** Does what asks for fields; once more if one of them was hidden since we last looked. */
    public <T> T current(Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            if (!refused.is("1006")) throw refused;
            forget();
            return work.get();
        }
    }

    public synchronized void forget() {
        askAgain = Instant.MIN;
    }
}
