package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.EventAttributes;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The opportunity that an outcome is about, and the person's role in it, as Marketo takes them. */
final class OpportunityRecords {
    static final String KEY = "externalOpportunityId";
    // "externalOpportunityId": 50 characters.
    private static final int LONGEST_KEY = 50;
    private static final Set<String> CLOSED = Set.of("CLOSED_WON", "CLOSED_LOST");
    private static final Set<String> OPEN = Set.of("OPPORTUNITY_CREATED", "OPPORTUNITY_REOPENED");

    private final OpportunityRoute route;
    private final SalesPersonsAndCompanies parties;
    private final String role;

    OpportunityRecords(OpportunityRoute route, SalesPersonsAndCompanies parties, String role) {
        this.route = route;
        this.parties = parties;
        this.role = role;
    }

    /** The key of the opportunity; empty for an outcome that is about none. */
    static Optional<String> key(PublishOutcome command) {
        String text = command.details().getOrDefault(EventAttributes.OPPORTUNITY, "");
        if (text.isEmpty()) return Optional.empty();
        return Optional.of(ExternalKey.of(text, LONGEST_KEY));
    }

    ObjectNode opportunity(PublishOutcome command) {
        Map<String, String> details = command.details();
        String key = key(command).orElseThrow();
        ObjectNode record = Json.object().put(KEY, key);
        // The name must not be null: "Opportunities", "Create and Update".
        record.put("name", details.getOrDefault(EventAttributes.OPPORTUNITY_NAME, key));
        put(
                record,
                "stage",
                details.getOrDefault(EventAttributes.OPPORTUNITY_STAGE, details.get(EventAttributes.STAGE)));
        put(record, "closeDate", details.get(EventAttributes.CLOSE_DATE));
        put(record, "source", details.get(EventAttributes.SOURCE_SYSTEM));
        String amount = details.get(EventAttributes.AMOUNT);
        if (amount != null && allows("amount")) record.put("amount", new BigDecimal(amount));
        parties.links(command).forEach((name, id) -> put(record, name, id));
        String outcome = details.getOrDefault(EventAttributes.OUTCOME, "");
        boolean closed = CLOSED.contains(outcome);
        if (closed || OPEN.contains(outcome)) {
            if (allows("isClosed")) record.put("isClosed", closed);
            if (allows("isWon")) record.put("isWon", outcome.equals("CLOSED_WON"));
        }
        return record;
    }

    ObjectNode role(PublishOutcome command) {
        return Json.object()
                .put(KEY, key(command).orElseThrow())
                .put("leadId", Long.parseLong(command.on().id()))
                .put("role", role);
    }

    private void put(ObjectNode record, String name, @Nullable String value) {
        if (value != null && !value.isEmpty() && allows(name)) record.put(name, value);
    }

    /** The fields of opportunities differ between instances. */
    private boolean allows(String name) {
        return route.opportunityFields().contains(name);
    }
}
