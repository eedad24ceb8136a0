package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.salesforce.SalesforceAdapterFactory;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Leads by Bulk API 2.0, scores by SOAP update. There is no limit of calls in a time, only a polite few at once. */
final class SalesforceUnderTest implements VendorUnderTest {
    // Rows in a page of a bulk result, as the sandbox hands them out.
    private static final int ROWS = 50_000;
    // At most 200 records in an update call: SOAP API Call Limits.
    private static final int UPDATES = 200;
    private static final int POLITE = 5;

    @Override
    public SystemId system() {
        return SystemId.SALESFORCE;
    }

    @Override
    public int people() {
        return 100_000;
    }

    @Override
    public AdapterFactory factory() {
        return new SalesforceAdapterFactory();
    }

    @Override
    public Map<String, String> options(JsonNode access) {
        return Map.of(
                "url",
                access.path("loginUrl").asText(),
                "grant",
                "client-credentials",
                "client-id",
                access.path("clientId").asText());
    }

    @Override
    public Map<String, String> secrets(JsonNode access) {
        return Map.of("client-secret", access.path("clientSecret").asText());
    }

    @Override
    public void parsing(ConnectionSettings settings, AdapterContext context, int records, Report report)
            throws IOException {
        CsvParsing.Figures figures = new CsvParsing(settings, context, records).measure();
        report.put("csvColumns", figures.columns());
        report.put("csvBareNanosPerRow", figures.bare());
        report.put("csvToModelNanosPerRow", figures.toModel());
        report.put("csvRatio", figures.ratio());
        report.say(
                "CSV of %d columns: FastCSV alone %.0f ns a row, to changes %.0f ns: ratio %.2f",
                figures.columns(), figures.bare(), figures.toModel(), figures.ratio());
    }

    @Override
    public List<Job> jobs(int people, int activities) {
        // The org's time, a look for contacts, the first leads with the number of all; create the job, ask once, fetch.
        long bulk = 3 + 2 + (people + ROWS - 1) / ROWS;
        long updates = (people + UPDATES - 1) / UPDATES;
        return List.of(
                new Reading(
                        "read changed leads",
                        List.of(RecordKind.PERSON),
                        people,
                        new Bound(bulk, bulk, POLITE, Duration.ZERO)),
                new WritingBack("write back scores", people, new Bound(updates, 1, POLITE, Duration.ZERO)));
    }
}
