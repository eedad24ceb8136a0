package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The three streams of the activity log, page by page. Their token is always returned and stays good for the next run
 * ("Activities", "Query"); how long is not documented, so a refused token is replaced by one from a date.
 */
final class ActivityStream {
    /** A page: rows, the token after it, and whether more follows. It may be empty while more follows. */
    record Page(JsonNode rows, String next, boolean more) {}

    private final MarketoClient client;

    ActivityStream(MarketoClient client) {
        this.client = client;
    }

    String since(Instant at) {
        JsonNode answer = client.get(
                "paging token", "rest/v1/activities/pagingtoken.json", Map.of("sinceDatetime", VendorDates.write(at)));
        return answer.path("nextPageToken").asText();
    }

    /** Activities of at most ten types. */
    Page activities(String token, String typeIds, Instant fallback) {
        return page("activities", "rest/v1/activities.json", Map.of("activityTypeIds", typeIds), token, fallback);
    }

    Page activitiesOf(String token, String typeId, String leadIds, Instant fallback) {
        Map<String, String> query = Map.of("activityTypeIds", typeId, "leadIds", leadIds);
        return page("activities", "rest/v1/activities.json", query, token, fallback);
    }

    Page leadChanges(String token, String fields, Instant fallback) {
        return page("lead changes", "rest/v1/activities/leadchanges.json", Map.of("fields", fields), token, fallback);
    }

    Page deletedLeads(String token, Instant fallback) {
        return page("deleted leads", "rest/v1/activities/deletedleads.json", Map.of(), token, fallback);
    }

    private Page page(String operation, String path, Map<String, String> query, String token, Instant fallback) {
        Map<String, String> whole = new LinkedHashMap<>(query);
        whole.put("batchSize", "300");
        whole.put("nextPageToken", token.isEmpty() ? since(fallback) : token);
        try {
            return page(client.get(operation, path, whole));
        } catch (Refused refused) {
            // 1003 names the field it dislikes; any other complaint is not about the token.
            if (token.isEmpty()
                    || !refused.is("1003")
                    || !String.valueOf(refused.getMessage()).contains("nextPageToken")) {
                throw refused;
            }
            whole.put("nextPageToken", since(fallback));
            return page(client.get(operation, path, whole));
        }
    }

    private static Page page(JsonNode answer) {
        return new Page(
                answer.path("result"),
                answer.path("nextPageToken").asText(),
                answer.path("moreResult").asBoolean(false));
    }
}
