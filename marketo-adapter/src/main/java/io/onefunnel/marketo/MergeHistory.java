package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lead went into which, as activity 32 tells: "Merge IDs" lists the losers, the primary attribute the winner. */
final class MergeHistory {
    static final String MERGE_LEADS = "32";

    /** One lead that was merged away. */
    record Merged(String loser, String winner, Instant at) {}

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final ActivityStream stream;
    private final Instant since;
    private final Map<String, Merged> byLoser = new LinkedHashMap<>();
    private String token = "";

    MergeHistory(ActivityStream stream, Instant since) {
        this.stream = stream;
        this.since = since;
    }

    Optional<Merged> of(String leadId) {
        return Optional.ofNullable(byLoser.get(leadId));
    }

    /** Where a lead is after all merges; itself when none is known. */
    String survivor(String leadId) {
        String at = leadId;
        for (int steps = 0; steps <= byLoser.size(); steps++) {
            Merged next = byLoser.get(at);
            if (next == null) return at;
            at = next.winner();
        }
        return at;
    }

    /** Reads on from where it stopped last time; the whole history once in the adapter's life. */
    void readOn() {
        ActivityStream.Page page;
        do {
            page = stream.activities(token, MERGE_LEADS, since);
            for (JsonNode row : page.rows()) for (Merged each : merged(row)) byLoser.put(each.loser(), each);
            token = page.next();
        } while (page.more());
    }

    static List<Merged> merged(JsonNode row) {
        String winner =
                row.path("primaryAttributeValueId").asText(row.path("leadId").asText());
        Instant at = VendorDates.read(row.path("activityDate").asText()).orElse(Instant.EPOCH);
        List<Merged> merged = new ArrayList<>();
        for (JsonNode attribute : row.path("attributes")) {
            if (!attribute.path("name").asText().equals("Merge IDs")) continue;
            // An array in live rows; older ones carry text.
            Matcher ids = DIGITS.matcher(Json.text(attribute.path("value")));
            while (ids.find()) {
                if (!ids.group().equals(winner)) merged.add(new Merged(ids.group(), winner, at));
            }
        }
        return merged;
    }
}
