package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.Expected;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.VendorDates;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of programs, which is browsed by offset ("Programs", "Browse"). */
final class Programs {
    // "maxReturn: maximum 200": "Programs", "Browse".
    static final int PAGE = 200;

    private final MarketoClient client;

    Programs(MarketoClient client) {
        this.client = client;
    }

    /** @param since epoch seconds of the earliest update; 0 for all */
    List<Map<String, String>> page(long since, int offset) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("maxReturn", Integer.toString(PAGE));
        query.put("offset", Integer.toString(offset));
        if (since > 0)
            query.put("earliestUpdatedAt", Instant.ofEpochSecond(since).toString());
        return client.page("programs", Expected.ASSETS, "rest/asset/v1/programs.json", query)
                .rows();
    }

    /** One row, or none when the program is gone. */
    List<Map<String, String>> byId(String id) {
        return client.page("program", Expected.ASSETS, "rest/asset/v1/program/" + id + ".json", Map.of())
                .rows();
    }

    /** How many there are from before then. */
    long createdBefore(Instant instant) {
        long count = 0;
        for (int offset = 0; ; offset += PAGE) {
            List<Map<String, String>> rows = page(0, offset);
            count += rows.stream().filter(row -> created(row).isBefore(instant)).count();
            if (rows.size() < PAGE) return count;
        }
    }

    static Instant created(Map<String, String> row) {
        return VendorDates.read(row.getOrDefault("createdAt", "")).orElse(Instant.EPOCH);
    }
}
