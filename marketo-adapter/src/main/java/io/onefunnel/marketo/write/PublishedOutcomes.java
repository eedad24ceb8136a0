package io.onefunnel.marketo.write;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.spi.Command.PublishOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which outcomes Marketo holds already, by our ledger key. Custom activities have no idempotency key and are found by lead
 * and type alone ("Activities", "Query").
 */
final class PublishedOutcomes {
    // "leadIds: up to 30": "Activities", "Query". For more leads the log of the type is read as a whole.
    private static final int MOST_LEADS = 30;
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final MarketoClient client;
    private final ActivityStream stream;
    private final Map<String, String> ours = new ConcurrentHashMap<>();

    PublishedOutcomes(MarketoConnection connection) {
        this.client = connection.reading();
        this.stream = connection.activities();
    }

    /** Activity ids by ledger key, of those of these outcomes that are there. */
    Map<String, String> of(List<PublishOutcome> commands, OutcomeActivityType.Known type) {
        Map<String, String> found = new HashMap<>(ours);
        boolean allOurs = commands.stream().allMatch(each -> ours.containsKey(each.ledgerKey()));
        if (allOurs) return found;
        Instant earliest = commands.stream()
                .map(PublishOutcome::at)
                .min(Comparator.naturalOrder())
                .orElseGet(client::now)
                .minus(OVERLAP);
        List<String> leads =
                commands.stream().map(each -> each.on().id()).distinct().toList();
        String token = "";
        ActivityStream.Page page;
        do {
            page = leads.size() <= MOST_LEADS
                    ? stream.activitiesOf(token, type.id(), String.join(",", leads), earliest)
                    : stream.activities(token, type.id(), earliest);
            for (Map<String, String> row : page.rows()) {
                String key = row.getOrDefault(type.shown(OutcomeActivityType.LEDGER_KEY), "");
                if (!key.isEmpty()) found.put(key, row.getOrDefault("marketoGUID", row.getOrDefault("id", "")));
            }
            token = page.next();
        } while (page.more());
        return found;
    }

    /** This one was just added, and may take a moment to be listed. */
    void added(PublishOutcome command, String id) {
        ours.put(command.ledgerKey(), id);
    }
}
