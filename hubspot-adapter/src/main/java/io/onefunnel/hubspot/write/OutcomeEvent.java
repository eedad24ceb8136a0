package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.EventAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The custom event that tells outcomes of sales on a contact's timeline: its definition, and whether this portal has it at
 * all. Custom events belong to the Enterprise hubs ("Supported products" of both guides).
 */
public final class OutcomeEvent {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeEvent.class);
    public static final String LEDGER_KEY = "ledger_key";
    private static final String LABEL = "label";
    /** An admin who provisions the event, or buys the product, is believed without a restart. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(10);

    /**
     * All of them text, which keeps an amount exact: numbers have "up to one decimal" (guide "Define custom events").
     * At most 50 are allowed, with 50 characters in a name.
     */
    private static final List<String> PROPERTIES = List.of(
            EventAttributes.OUTCOME,
            LABEL,
            EventAttributes.STAGE,
            EventAttributes.REASON,
            EventAttributes.SUB_REASONS,
            EventAttributes.NOTE,
            EventAttributes.AMOUNT,
            EventAttributes.CURRENCY,
            EventAttributes.CLOSE_DATE,
            EventAttributes.OPPORTUNITY,
            EventAttributes.OPPORTUNITY_NAME,
            EventAttributes.OPPORTUNITY_STAGE,
            EventAttributes.SOURCE_SYSTEM,
            EventAttributes.OWNER,
            EventAttributes.SLA,
            EventAttributes.SLA_RESULT,
            EventAttributes.PROGRAM,
            LEDGER_KEY);

    /** @param name as occurrences are sent under: "pe424242_onefunnel_outcome" */
    record Known(String name, Set<String> properties) {}

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final InstantSource clock;
    private final String name;
    private Optional<Known> known = Optional.empty();
    private Instant absentUntil = Instant.EPOCH;

    /** @param name without "pe" and the portal's id */
    public OutcomeEvent(Portal portal, String name) {
        client = portal.client(Use.WRITE);
        paths = portal.paths();
        clock = portal.clock();
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The event property that takes a detail: lower case with underscores is all that a name may have. */
    static String property(String detail) {
        return detail.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /**
     * Whether outcomes can be told as events here. A portal without the product, the scopes or the definition cannot,
     * which doctor says; trouble on the way to the answer is none, and shows at the write.
     */
    synchronized boolean isThere() {
        if (known.isPresent()) return true;
        if (clock.instant().isBefore(absentUntil)) return false;
        try {
            if (whole().isPresent()) {
                mayBeSent();
                return true;
            }
            LOG.info("outcomes are not told as events: {} is not defined in this portal as it is needed", name);
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.PERMISSION_MISSING) return true;
            known = Optional.empty();
            LOG.info("outcomes are not told as events: {}", e.getMessage());
        }
        absentUntil = clock.instant().plus(ASKED_AGAIN);
        return false;
    }

    synchronized Known required() {
        return whole().orElseThrow(() -> new AdapterException(
                AdapterErrorCode.FEATURE_MISSING,
                "HubSpot has no custom event \"" + name + "\"; run onefunnel provision"));
    }

    /** Without room for the ledger key no occurrence could be found again. */
    private Optional<Known> whole() {
        return find().filter(held -> held.properties().contains(LEDGER_KEY));
    }

    private synchronized Optional<Known> find() {
        if (known.isPresent()) return known;
        try {
            JsonNode definition = client.get(
                    Operation.read("event definition"),
                    paths.eventDefinition(name),
                    Map.of(),
                    WholeAnswer.object("fullyQualifiedName", "properties"));
            Set<String> properties = new LinkedHashSet<>();
            definition
                    .path("properties")
                    .forEach(each -> properties.add(each.path("name").asText("")));
            known = Optional.of(new Known(definition.path("fullyQualifiedName").asText(""), properties));
        } catch (RefusedException e) {
            if (e.error().status() != 404) throw e.ofWhole("the definition of the custom event " + name);
        }
        return known;
    }

    /**
     * An occurrence of no event is none; a missing scope refuses it before anybody looks at it.
     *
     * @throws AdapterException where the scope is missing
     */
    public void mayBeSent() {
        try {
            client.post(Operation.read("check sending events"), paths.sendEvent(), Json.object(), WholeAnswer::nothing);
        } catch (RefusedException e) {
            // The scope is there: what was refused is the empty body.
            return;
        }
    }

    /** What of the definition is missing, by name; empty text for the event itself. */
    public List<String> missing() {
        Optional<Known> held = find();
        if (held.isEmpty()) return List.of("");
        return PROPERTIES.stream()
                .map(OutcomeEvent::property)
                .filter(each -> !held.get().properties().contains(each))
                .toList();
    }

    public synchronized void create(String missing) {
        known = Optional.empty();
        absentUntil = Instant.EPOCH;
        if (!missing.isEmpty()) {
            client.post(
                    Operation.write("define event property"),
                    paths.eventDefinition(name) + "/property",
                    definition(missing),
                    WholeAnswer.object("name"));
            return;
        }
        ObjectNode body = Json.object()
                .put("name", name)
                .put("label", "Sales outcome")
                .put("description", "What became of this contact in sales; written by OneFunnel.")
                .put("primaryObject", "CONTACT")
                .put("includeDefaultProperties", false);
        ArrayNode properties = body.putArray("propertyDefinitions");
        PROPERTIES.forEach(each -> properties.add(definition(property(each))));
        client.post(
                Operation.write("define event"),
                paths.eventDefinitions(),
                body,
                WholeAnswer.object("fullyQualifiedName"));
    }

    private static ObjectNode definition(String property) {
        String words = property.replace('_', ' ');
        return Json.object()
                .put("name", property)
                .put("label", Character.toUpperCase(words.charAt(0)) + words.substring(1))
                .put("type", "string");
    }

    /** What an occurrence says, of what its definition has room for. */
    static Map<String, String> values(String label, String ledgerKey, Map<String, String> details, Known known) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(LABEL, label);
        details.forEach((detail, value) -> values.put(property(detail), value));
        values.put(LEDGER_KEY, ledgerKey);
        values.keySet().retainAll(known.properties());
        return values;
    }
}
