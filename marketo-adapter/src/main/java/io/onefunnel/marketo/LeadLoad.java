package io.onefunnel.marketo;

import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first load of leads. Of all activities New Lead alone is kept for ever ("Marketo Activities Data Retention
 * Policy"), so its log names every lead; where that log is long, the rest comes by extracts.
 */
final class LeadLoad {
    static final String NEW_LEAD = "12";
    // So many pages of the log are one page of the pull.
    static final int PAGES_AT_ONCE = 20;
    private static final String LOG = "new leads";
    private static final int ROWS_AT_ONCE = 3_000;
    // A row of the log and a lead by id, each one of 300 in a call.
    private static final double CALLS_OF_A_LEAD = 2.0 / 300;
    private static final long BYTES_OF_A_FIELD = 12;
    // "Anonymous leads that have had no web activity in the past 90 days are automatically removed".
    private static final Duration ANONYMOUS = Duration.ofDays(90);

    private final MarketoClient client;
    private final ActivityStream stream;
    private final LeadReader reader;
    private final Records records;
    private final BulkExtract extract;
    private final long dailyQuota;

    LeadLoad(MarketoClient client, ActivityStream stream, LeadReader reader, Records records, long dailyQuota) {
        this.client = client;
        this.stream = stream;
        this.reader = reader;
        this.records = records;
        this.extract = new BulkExtract(client, "leads");
        this.dailyQuota = dailyQuota;
    }

    PullPage next(Mapping.Type type, PersonCursor cursor) {
        Extraction extraction = cursor.extraction();
        return extraction == null ? log(type, cursor) : extracts(type, cursor, extraction);
    }

    void close() {
        extract.close();
    }

    private PullPage log(Mapping.Type type, PersonCursor cursor) {
        LeadBatches batches = new LeadBatches(reader, type, settled(cursor.streams()));
        Instant from = Instant.ofEpochSecond(cursor.loadFrom());
        Streams streams = cursor.streams();
        Forecast forecast = cursor.forecast();
        for (int pages = 0; pages < PAGES_AT_ONCE && !streams.ended(LOG); pages++) {
            ActivityStream.Page page = stream.activities(streams.token(LOG), NEW_LEAD, from);
            for (Map<String, String> row : page.rows()) {
                Instant at = date(row);
                forecast = forecast.plus(1, at.getEpochSecond(), at.getEpochSecond());
                batches.add(row.getOrDefault("leadId", ""), at);
            }
            streams = streams.at(LOG, page);
        }
        PersonCursor next = cursor.with(forecast).with(streams);
        if (streams.ended(LOG)) next = next.loaded();
        else if (road(type).takesExtracts(forecast, streams.beganAt())) {
            next = next.extracting(Extraction.over(beginning(cursor, forecast), streams.began()));
        }
        return more(batches.read(), next);
    }

    /** A lead may be older than its entry in the log by the time it was anonymous, which is 90 days at most. */
    private static long beginning(PersonCursor cursor, Forecast forecast) {
        return Math.max(cursor.loadFrom(), forecast.first() - ANONYMOUS.toSeconds());
    }

    private PullPage extracts(Mapping.Type type, PersonCursor cursor, Extraction extraction) {
        if (extraction.isOver()) return more(List.of(), cursor.loaded());
        ExtractStep step = ExtractStep.next(client, extract, extraction, () -> body(type), ROWS_AT_ONCE);
        List<Change> changes = new ArrayList<>();
        for (Map<String, String> row : step.rows()) {
            String id = row.getOrDefault("id", "");
            if (id.isEmpty()) continue;
            changes.add(records.present(type, id, row.getOrDefault("updatedAt", ""), row, step.columns()));
        }
        return new PullPage(changes, cursor.extracting(step.extraction()).write(), step.progress());
    }

    private Map<String, Object> body(Mapping.Type type) {
        List<String> fields = new ArrayList<>(reader.asked(type));
        if (!fields.contains("id")) fields.add(0, "id");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fields", fields);
        body.put("format", "CSV");
        return body;
    }

    Road road(Mapping.Type type) {
        return new Road(CALLS_OF_A_LEAD, BYTES_OF_A_FIELD * reader.asked(type).size(), dailyQuota);
    }

    static Instant date(Map<String, String> row) {
        return VendorDates.read(row.getOrDefault("activityDate", "")).orElse(Instant.EPOCH);
    }

    /** What is older than this when a run begins was committed before any of its reads. */
    static Instant settled(Streams streams) {
        return streams.beganAt().minus(PersonPull.OVERLAP);
    }

    private static PullPage more(List<Change> changes, PersonCursor cursor) {
        return new PullPage(changes, cursor.write(), new Progress.More());
    }
}
