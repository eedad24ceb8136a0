package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.HubSpotAdapterFactory;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Contacts by search, 5 a second; the rest by the 190 calls that an app has in ten seconds. */
final class HubSpotUnderTest implements VendorUnderTest {
    // Page sizes and limits: usage guidelines, search guide and associations guide of HubSpot's documentation.
    private static final int SEARCH_PAGE = 200;
    private static final int SEARCHES_A_SECOND = 5;
    private static final int ASSOCIATIONS = 1_000;
    private static final int UPDATES = 100;
    private static final int CALLS = 190;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** HubSpot limits calls by time alone: as many may be under way as a window lets through. */
    private static final int AT_ONCE = 190;

    @Override
    public SystemId system() {
        return SystemId.HUBSPOT;
    }

    @Override
    public int people() {
        return 100_000;
    }

    @Override
    public AdapterFactory factory() {
        return new HubSpotAdapterFactory();
    }

    @Override
    public Map<String, String> options(JsonNode access) {
        return Map.of("base-url", access.path("baseUrl").asText());
    }

    @Override
    public Map<String, String> secrets(JsonNode access) {
        return Map.of("token", access.path("token").asText());
    }

    @Override
    public void parsing(ConnectionSettings settings, AdapterContext context, int records, Report report)
            throws IOException {
        JsonParsing.Figures figures = new JsonParsing(settings, records).measure();
        report.put("jsonProperties", figures.properties());
        report.put("jsonBareNanosPerContact", figures.bare());
        report.put("jsonToModelNanosPerContact", figures.toModel());
        report.put("jsonRatio", figures.ratio());
        report.say(
                "JSON of %d properties: Jackson's stream alone %.0f ns a contact, to changes %.0f ns: ratio %.2f",
                figures.properties(), figures.bare(), figures.toModel(), figures.ratio());
    }

    @Override
    public List<Job> jobs(int people, int activities) {
        long searches = Math.max(1, (people + SEARCH_PAGE - 1) / SEARCH_PAGE);
        long associations = (people + ASSOCIATIONS - 1) / ASSOCIATIONS;
        long updates = (people + UPDATES - 1) / UPDATES;
        return List.of(
                new Reading(
                        "read changed contacts",
                        List.of(RecordKind.PERSON),
                        people,
                        new Bound(
                                searches + associations,
                                1,
                                AT_ONCE,
                                Duration.ofSeconds((searches - 1) / SEARCHES_A_SECOND))),
                new WritingBack(
                        "write back scores",
                        people,
                        new Bound(
                                updates,
                                1,
                                AT_ONCE,
                                // A rolling window: the calls after each 190 wait for ten seconds to pass.
                                WINDOW.multipliedBy((updates - 1) / CALLS))));
    }
}
