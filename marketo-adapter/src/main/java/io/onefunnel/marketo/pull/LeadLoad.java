package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first load of leads. Of all activities New Lead alone is kept for ever ("Marketo Activities Data Retention
 * Policy"), so its log names every lead; where that log is long, the rest comes by extracts.
 */
final class LeadLoad {
    // So many pages of the log are one page of the pull.
    static final int PAGES_AT_ONCE = 20;
    private static final String LOG = "new leads";
    private static final List<String> REQUIRED = List.of("id", "updatedAt");
    private static final int ROWS_AT_ONCE = 3_000;
    // "Anonymous leads that have had no web activity in the past 90 days are automatically removed".
    private static final Duration ANONYMOUS = Duration.ofDays(90);

    private final MarketoClient client;
    private final ActivityStream stream;
    private final MappedLeads leads;
    private final BulkExtract extract;
    private final long dailyQuota;

    LeadLoad(MarketoConnection connection, MappedLeads leads) {
        this.client = connection.reading();
        this.stream = connection.activities();
        this.leads = leads;
        this.extract = new BulkExtract(client, "leads");
        this.dailyQuota = connection.quota().calls();
    }

    PullPage next(PersonCursor cursor) {
        Extraction extraction = cursor.extraction();
        return extraction == null ? log(cursor) : extracts(cursor, extraction);
    }

    void close() {
        extract.close();
    }

    private PullPage log(PersonCursor cursor) {
        Prefetch batches = new Prefetch(leads, settled(cursor.streams()));
        Instant from = Instant.ofEpochSecond(cursor.loadFrom());
        StreamPositions streams = cursor.streams();
        LogForecast forecast = cursor.forecast();
        for (int pages = 0; pages < PAGES_AT_ONCE && !streams.ended(LOG); pages++) {
            ActivityStream.Page page = stream.activities(streams.from(LOG, from), ActivityTypes.NEW_LEAD);
            for (Map<String, String> row : page.rows()) {
                Instant at = ActivityStream.date(row);
                forecast = forecast.plus(1, at.getEpochSecond(), at.getEpochSecond());
                batches.add(row.getOrDefault("leadId", ""), at);
            }
            streams = streams.at(LOG, page);
        }
        PersonCursor next = cursor.with(forecast).with(streams);
        if (streams.ended(LOG)) next = next.loaded();
        else if (strategy().takesExtracts(forecast, streams.beganAt())) {
            next = next.extracting(Extraction.over(beginning(cursor, forecast), streams.began()));
        }
        return more(batches.read(), next);
    }

    /** A lead may be older than its entry in the log by the time it was anonymous, which is 90 days at most. */
    private static long beginning(PersonCursor cursor, LogForecast forecast) {
        return Math.max(cursor.loadFrom(), forecast.first() - ANONYMOUS.toSeconds());
    }

    private PullPage extracts(PersonCursor cursor, Extraction extraction) {
        if (extraction.isOver()) return more(List.of(), cursor.loaded());
        ExtractStep step = ExtractStep.next(client, extract, extraction, this::body, REQUIRED, ROWS_AT_ONCE);
        List<Change> changes = new ArrayList<>();
        for (Map<String, String> row : step.rows()) {
            changes.add(change(row, step.columns()));
        }
        return new PullPage(changes, cursor.extracting(step.extraction()).write(), step.progress());
    }

    private Change change(Map<String, String> row, List<String> columns) {
        String id = row.getOrDefault("id", "");
        Optional<String> torn =
                ExtractFile.torn(row).or(() -> Optional.of("a row has no id").filter(why -> id.isEmpty()));
        return torn.isEmpty() ? leads.change(id, row, columns) : leads.unreadable(id, row, torn.get());
    }

    private Map<String, Object> body() {
        List<String> fields = new ArrayList<>(leads.asked());
        if (!fields.contains("id")) fields.add(0, "id");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fields", fields);
        body.put("format", "CSV");
        return body;
    }

    private LoadStrategy strategy() {
        return LoadStrategy.ofLeads(leads.asked().size(), dailyQuota);
    }

    /** What is older than this when a run begins was committed before any of its reads. */
    static Instant settled(StreamPositions streams) {
        return streams.beganAt().minus(PersonPull.OVERLAP);
    }

    private static PullPage more(List<Change> changes, PersonCursor cursor) {
        return new PullPage(changes, cursor.write(), new Progress.More());
    }
}
