package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.salesforce.SalesforceAdapterFactory;
import io.onefunnel.spi.AdapterFactory;
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
    public List<Job> jobs(int people, int activities) {
        // A look whether there are contacts, and for leads: how many they are, create the job, ask once, fetch.
        long bulk = 1 + 3 + (people + ROWS - 1) / ROWS;
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
