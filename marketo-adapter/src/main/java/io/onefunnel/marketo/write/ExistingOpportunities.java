package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Expected;
import io.onefunnel.marketo.client.FilterQuery;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.VendorDates;
import io.onefunnel.spi.call.Chunks;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What Marketo holds of some opportunities. One that is as it should be is not written again: each write may set off
 * "Opportunity is Updated", and several outcomes are about one opportunity.
 */
final class ExistingOpportunities {
    // 300 values of a filter: "Opportunities", "Query".
    private static final int BATCH = 300;

    private final Map<String, Map<String, String>> byKey;

    private ExistingOpportunities(Map<String, Map<String, String>> byKey) {
        this.byKey = byKey;
    }

    static ExistingOpportunities like(MarketoClient client, Collection<ObjectNode> wanted) {
        Set<String> fields = new LinkedHashSet<>();
        Set<String> keys = new LinkedHashSet<>();
        for (ObjectNode each : wanted) {
            each.fieldNames().forEachRemaining(fields::add);
            keys.add(each.path(OpportunityRecords.KEY).asText());
        }
        Map<String, Map<String, String>> found = new HashMap<>();
        for (List<String> batch : Chunks.of(List.copyOf(keys), BATCH)) {
            for (Map<String, String> row : rows(client, batch, fields))
                found.put(row.getOrDefault(OpportunityRecords.KEY, ""), row);
        }
        return new ExistingOpportunities(found);
    }

    /** Who may write and not read writes what may be there already: the same written again is the same. */
    private static List<Map<String, String>> rows(MarketoClient client, List<String> keys, Set<String> fields) {
        Map<String, String> query = FilterQuery.of(OpportunityRecords.KEY, keys, fields, BATCH);
        try {
            return client.page("query opportunities", Expected.RESULT, "rest/v1/opportunities.json", query)
                    .rows();
        } catch (RefusedException denied) {
            if (!denied.is("603")) throw denied;
            return List.of();
        }
    }

    boolean has(ObjectNode wanted) {
        Map<String, String> held = byKey.get(wanted.path(OpportunityRecords.KEY).asText());
        if (held == null) return false;
        return wanted.properties().stream()
                .allMatch(each -> isSame(held.getOrDefault(each.getKey(), ""), each.getValue()));
    }

    /** Marketo tells numbers and dates in other ways than it takes them. */
    private static boolean isSame(String held, JsonNode wanted) {
        String text = wanted.asText();
        if (held.equals(text)) return true;
        if (wanted.isNumber()) {
            return number(held)
                    .filter(it -> it.compareTo(wanted.decimalValue()) == 0)
                    .isPresent();
        }
        Optional<Instant> date = VendorDates.read(held);
        return date.isPresent() && Objects.equals(date, VendorDates.read(text));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
