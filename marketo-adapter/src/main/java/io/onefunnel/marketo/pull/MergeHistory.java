package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.MarketoClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lead went into which, as activity 32 tells: "Merge IDs" lists the losers, the primary attribute the winner. */
public final class MergeHistory {
    /** One lead that was merged away. */
    record Merged(String loser, String winner, Instant at) {}

    private static final Pattern DIGITS = Pattern.compile("\\d+");
    // Most merges that are asked about have just been made; only for older ones the whole log is read.
    private static final Duration RECENT = Duration.ofDays(7);

    private final MarketoClient client;
    private final ActivityStream stream;
    private final Instant beginning;
    private final Map<String, Merged> byLoser = new LinkedHashMap<>();
    private Instant readSince = Instant.MAX;
    private String token = "";

    MergeHistory(MarketoClient client, ActivityStream stream, Instant beginning) {
        this.client = client;
        this.stream = stream;
        this.beginning = beginning;
    }

    Optional<Merged> of(String leadId) {
        // A chain that comes back to the lead says nothing of where it is: nobody was ever merged into themselves.
        if (survivor(leadId).equals(leadId)) return Optional.empty();
        return Optional.ofNullable(byLoser.get(leadId));
    }

    /** Where a lead is after all merges; itself when none is known. */
    public String survivor(String leadId) {
        String at = leadId;
        for (int steps = 0; steps <= byLoser.size(); steps++) {
            Merged next = byLoser.get(at);
            if (next == null) return at;
            at = next.winner();
            if (at.equals(leadId)) return leadId;
        }
        return at;
    }

    /** Learns what became of these leads that are gone: from the merges of late, and if need be from all. */
    public void lookFor(Collection<String> gone) {
        readOn(client.now().minus(RECENT));
        if (!gone.stream().allMatch(byLoser::containsKey)) readOn(beginning);
    }

    /** Learns the merges since then, reading on from where it stopped last time. */
    void readOn(Instant since) {
        if (since.isBefore(readSince)) {
            readSince = since;
            token = "";
        }
        token = stream.toTheEnd(
                ActivityStream.From.resumed(token, readSince),
                from -> stream.activities(from, ActivityTypes.MERGE_LEADS),
                row -> merged(row).forEach(this::remember));
    }

    void remember(Merged merged) {
        byLoser.put(merged.loser(), merged);
    }

    static List<Merged> merged(Map<String, String> row) {
        String winner = row.getOrDefault("primaryAttributeValueId", row.getOrDefault("leadId", ""));
        Instant at = ActivityStream.date(row);
        List<Merged> merged = new ArrayList<>();
        // An array in live rows; older ones carry text.
        Matcher ids = DIGITS.matcher(row.getOrDefault("Merge IDs", ""));
        while (ids.find()) {
            if (!ids.group().equals(winner)) merged.add(new Merged(ids.group(), winner, at));
        }
        return merged;
    }
}
