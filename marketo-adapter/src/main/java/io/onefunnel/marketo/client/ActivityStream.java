package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams of the activity log, page by page. Their token is always returned and stays good for the next run
 * ("Activities", "Query"); how long is not documented, so a refused token is replaced by one from a date. Several streams
 * may be read at once.
 */
public final class ActivityStream {
    /** A page: rows, the token after it, and whether more follows. It may be empty while more follows. */
    public record Page(List<Map<String, String>> rows, String next, boolean more) {}

    // Error 604 says that a page took too long: it is asked for with half as many rows, down to ten.
    private static final int LARGEST_PAGE = 300;
    private static final int SMALLEST_PAGE = 10;

    private final MarketoClient client;
    private final Map<Instant, String> tokens = new HashMap<>();

    ActivityStream(MarketoClient client) {
        this.client = client;
    }

    /** When the activity of a row happened; the epoch where the row does not tell it. */
    public static Instant date(Map<String, String> row) {
        return VendorDates.read(row.getOrDefault("activityDate", "")).orElse(Instant.EPOCH);
    }

    /** Activities of at most ten types. */
    public Page activities(String token, String typeIds, Instant fallback) {
        return page("activities", "rest/v1/activities.json", Map.of("activityTypeIds", typeIds), token, fallback);
    }

    public Page activitiesOf(String token, String typeId, String leadIds, Instant fallback) {
        Map<String, String> query = Map.of("activityTypeIds", typeId, "leadIds", leadIds);
        return page("activities", "rest/v1/activities.json", query, token, fallback);
    }

    public Page leadChanges(String token, String fields, Instant fallback) {
        return page("lead changes", "rest/v1/activities/leadchanges.json", Map.of("fields", fields), token, fallback);
    }

    public Page deletedLeads(String token, Instant fallback) {
        return page("deleted leads", "rest/v1/activities/deletedleads.json", Map.of(), token, fallback);
    }

    private Page page(String operation, String path, Map<String, String> query, String token, Instant fallback) {
        Map<String, String> whole = new LinkedHashMap<>(query);
        whole.put("nextPageToken", token.isEmpty() ? since(fallback) : token);
        try {
            return shrinking(operation, path, whole);
        } catch (RefusedException refused) {
            // 1003 names the field it dislikes; any other complaint is not about the token.
            if (token.isEmpty()
                    || !refused.is("1003")
                    || !String.valueOf(refused.getMessage()).contains("nextPageToken")) {
                throw refused;
            }
            whole.put("nextPageToken", since(fallback));
            return shrinking(operation, path, whole);
        }
    }

    /** A token from a date; streams that start at the same date share it. */
    private String since(Instant at) {
        synchronized (tokens) {
            String known = tokens.get(at);
            if (known != null) return known;
            String token = client.get(
                            "paging token",
                            Expected.TOKEN,
                            "rest/v1/activities/pagingtoken.json",
                            Map.of("sinceDatetime", VendorDates.write(at)))
                    .path("nextPageToken")
                    .asText("");
            tokens.clear();
            tokens.put(at, token);
            return token;
        }
    }

    private Page shrinking(String operation, String path, Map<String, String> query) {
        for (int size = LARGEST_PAGE; ; size = Math.max(SMALLEST_PAGE, size / 2)) {
            query.put("batchSize", Integer.toString(size));
            try {
                RecordPage answer = client.page(operation, Expected.STREAM, path, query);
                boolean whole = answer.rows().stream()
                        .allMatch(row -> row.containsKey("leadId") && row.containsKey("activityTypeId"));
                // Whose it is and what it is: without either a row would go by unseen.
                if (!whole) {
                    throw client.refusal(
                            AdapterErrorCode.UNEXPECTED_RESPONSE,
                            "a row of " + operation + " does not say whose or what it is");
                }
                return new Page(answer.rows(), answer.next(), answer.more());
            } catch (RefusedException refused) {
                if (!refused.is("604") || size == SMALLEST_PAGE) throw refused;
            }
        }
    }
}
