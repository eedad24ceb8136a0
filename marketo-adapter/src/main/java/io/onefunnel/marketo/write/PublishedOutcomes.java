package io.onefunnel.marketo.write;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.spi.Command.PublishOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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
    // Marketo looks through its whole log block by block, and answers an empty page for each block that has nothing of
    // these leads (jepcastelein/marketo-rest-python #42): an old outcome would cost as many calls as the log has
    // blocks.
    private static final int EMPTY_BEFORE_WRITING = 3;
    private static final int EMPTY_AT_SETTLING = 20;
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final MarketoClient client;
    private final ActivityStream stream;
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final Map<String, String> unfinished = new ConcurrentHashMap<>();

    PublishedOutcomes(MarketoConnection connection) {
        this.client = connection.reading();
        this.stream = connection.activities();
    }

    /**
     * What was found.
     *
     * @param ids of activities, by ledger key
     * @param complete whether what is not among them is surely not there
     */
    record Found(Map<String, String> ids, boolean complete) {}

    /** Before these are sent. What may have been sent was settled before, so that this is a second look and a short one. */
    Map<String, String> beforeWriting(List<PublishOutcome> commands, OutcomeActivityType.Known type) {
        return look(commands, type, EMPTY_BEFORE_WRITING).ids();
    }

    /** Of these, which may have been sent. A look that does not come to its end goes on where it stopped. */
    Found settling(List<PublishOutcome> commands, OutcomeActivityType.Known type) {
        return look(commands, type, EMPTY_AT_SETTLING);
    }

    private Found look(List<PublishOutcome> commands, OutcomeActivityType.Known type, int mostEmpty) {
        boolean allKnown = commands.stream().allMatch(each -> known.containsKey(each.ledgerKey()));
        if (allKnown) return new Found(known, true);
        Instant earliest = commands.stream()
                .map(PublishOutcome::at)
                .min(Comparator.naturalOrder())
                .orElseGet(client::now)
                .minus(OVERLAP);
        List<String> leads =
                commands.stream().map(each -> each.on().id()).distinct().toList();
        String ids = leads.size() <= MOST_LEADS ? String.join(",", leads) : "";
        String key = type.id() + " " + earliest + " " + ids;
        ActivityStream.From from = ActivityStream.From.resumed(unfinished.getOrDefault(key, ""), earliest);
        int empty = 0;
        while (true) {
            ActivityStream.Page page =
                    ids.isEmpty() ? stream.activities(from, type.id()) : stream.activitiesOf(from, type.id(), ids);
            for (Map<String, String> row : page.rows()) {
                String ledgerKey = row.getOrDefault(type.shown(OutcomeActivityType.LEDGER_KEY), "");
                if (!ledgerKey.isEmpty())
                    known.put(ledgerKey, row.getOrDefault("marketoGUID", row.getOrDefault("id", "")));
            }
            if (!page.more()) {
                unfinished.remove(key);
                return new Found(known, true);
            }
            if (page.rows().isEmpty()) empty++;
            if (empty == mostEmpty) {
                unfinished.put(key, page.next());
                return new Found(known, false);
            }
            from = ActivityStream.From.next(page.next(), earliest);
        }
    }

    /** This one was just added, and may take a moment to be listed. */
    void added(PublishOutcome command, String id) {
        known.put(command.ledgerKey(), id);
    }
}
