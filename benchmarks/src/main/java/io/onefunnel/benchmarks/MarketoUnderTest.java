package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything shares 100 calls in 20 seconds and 10 at once. */
final class MarketoUnderTest implements VendorUnderTest {
    // Marketo Integration Best Practices.
    private static final int CALLS = 100;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final int AT_ONCE = 10;
    private static final int RECORDS = 300;

    @Override
    public SystemId system() {
        return SystemId.MARKETO;
    }

    @Override
    public int people() {
        return 50_000;
    }

    @Override
    public AdapterFactory factory() {
        return new MarketoAdapterFactory();
    }

    @Override
    public Map<String, String> options(JsonNode access) {
        return Map.of(
                "base-url", access.path("baseUrl").asText(),
                "identity-url", access.path("identityUrl").asText(),
                "munchkin-id", access.path("munchkinId").asText(),
                "calls-per-20-seconds", Integer.toString(CALLS),
                "concurrency", Integer.toString(AT_ONCE));
    }

    @Override
    public Map<String, String> secrets(JsonNode access) {
        return Map.of(
                "client-id", access.path("clientId").asText(),
                "client-secret", access.path("clientSecret").asText());
    }

    @Override
    public List<Job> jobs(int people, int activities) {
        long pages = (people + RECORDS - 1) / RECORDS;
        // Pages of the change log are a chain; the leads of one page are asked for while the next page comes.
        return List.of(
                new Reading("read changed leads", List.of(RecordKind.PERSON), people, bound(2 * pages, pages)),
                new Reading(
                        "read activities",
                        List.of(RecordKind.RESPONSE, RecordKind.TOUCH, RecordKind.MEETING),
                        activities,
                        bound((activities + RECORDS - 1) / RECORDS, (activities + RECORDS - 1) / RECORDS)),
                new WritingBack("write back scores", 2 * people, bound((2L * people + RECORDS - 1) / RECORDS, 1)));
    }

    /** A hundred calls at once, then a hundred at the begin of each window. */
    private static Bound bound(long calls, long chain) {
        return new Bound(calls, chain, AT_ONCE, WINDOW.multipliedBy((calls - 1) / CALLS));
    }
}
