package io.onefunnel.marketo;

import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs, as campaigns: all of them first, then those updated since the last run ("Programs", "Browse"). Pages go by
 * offset; a program that moves between two pages of one run is seen again in the next, whose window reaches back to
 * before this one began.
 */
final class ProgramPull {
    // "maxReturn: maximum 200": "Programs", "Browse".
    static final int PAGE = 200;
    // Programs carry whole seconds.
    private static final Duration OVERLAP = Duration.ofSeconds(1);

    private final MarketoClient client;
    private final Records records;

    ProgramPull(MarketoClient client, Records records) {
        this.client = client;
        this.records = records;
    }

    /** Cursor: since, began and offset, in epoch seconds; began is 0 between two runs, since is 0 at first. */
    PullPage pull(Mapping.Type type, Cursor from) {
        String[] parts =
                from.isBeginning() ? new String[] {"0", "0", "0"} : from.value().split(" ");
        long since = Long.parseLong(parts[0]);
        long began = parts[1].equals("0") ? client.now().getEpochSecond() : Long.parseLong(parts[1]);
        int offset = Integer.parseInt(parts[2]);
        List<Map<String, String>> rows = page(since, offset);
        List<Change> changes = new ArrayList<>();
        for (Map<String, String> row : rows) changes.add(change(type, row));
        if (rows.size() == PAGE) {
            return new PullPage(changes, cursor(since, began, offset + PAGE), new Progress.More());
        }
        long next = Instant.ofEpochSecond(began).minus(OVERLAP).getEpochSecond();
        return new PullPage(changes, cursor(next, 0, 0), new Progress.CaughtUp(Instant.ofEpochSecond(began)));
    }

    /** How many there are from before then. */
    long createdBefore(Instant instant) {
        long count = 0;
        for (int offset = 0; ; offset += PAGE) {
            List<Map<String, String>> rows = page(0, offset);
            count += rows.stream()
                    .filter(row -> VendorDates.read(row.getOrDefault("createdAt", ""))
                            .orElse(Instant.EPOCH)
                            .isBefore(instant))
                    .count();
            if (rows.size() < PAGE) return count;
        }
    }

    private List<Map<String, String>> page(long since, int offset) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("maxReturn", Integer.toString(PAGE));
        query.put("offset", Integer.toString(offset));
        if (since > 0)
            query.put("earliestUpdatedAt", Instant.ofEpochSecond(since).toString());
        return client.page("programs", "rest/asset/v1/programs.json", query).rows();
    }

    Change change(Mapping.Type type, Map<String, String> row) {
        return records.present(
                type, row.getOrDefault("id", ""), row.getOrDefault("updatedAt", ""), row, Records.names(type));
    }

    private static Cursor cursor(long since, long began, int offset) {
        return new Cursor(since + " " + began + " " + offset);
    }
}
