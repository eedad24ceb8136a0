package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Responses and touches: activities of the mapped types, ten types a stream ("Activities", "Query"). */
final class EventPull {
    static final String ACTIVITY_TYPE = "activityType";
    private static final int MOST_TYPES = 10;
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private final MarketoClient client;
    private final ActivityStream stream;
    private final Records records;
    private final Instant firstLoadFrom;

    EventPull(MarketoClient client, ActivityStream stream, Records records, Instant firstLoadFrom) {
        this.client = client;
        this.stream = stream;
        this.records = records;
        this.firstLoadFrom = firstLoadFrom;
    }

    PullPage pull(List<Mapping.Type> types, Cursor from) {
        Map<String, Mapping.Type> byId = new LinkedHashMap<>();
        for (Mapping.Type type : types) {
            String id = type.options().get(ACTIVITY_TYPE);
            if (id != null) byId.put(id, type);
        }
        List<String> groups = groups(List.copyOf(byId.keySet()));
        EventCursor cursor = EventCursor.read(from, firstLoadFrom).running(client.now());
        List<Change> changes = new ArrayList<>();
        for (String group : groups) {
            while (changes.isEmpty() && !cursor.ended().contains(group)) cursor = page(byId, group, cursor, changes);
        }
        if (!cursor.ended().containsAll(groups)) return new PullPage(changes, cursor.write(), new Progress.More());
        Instant began = Instant.ofEpochSecond(cursor.began());
        return new PullPage(changes, cursor.caughtUp(began.minus(OVERLAP)).write(), new Progress.CaughtUp(began));
    }

    private static List<String> groups(List<String> ids) {
        List<String> groups = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MOST_TYPES) {
            groups.add(String.join(",", ids.subList(from, Math.min(ids.size(), from + MOST_TYPES))));
        }
        return groups;
    }

    private EventCursor page(Map<String, Mapping.Type> byId, String group, EventCursor cursor, List<Change> changes) {
        String token = cursor.tokens().getOrDefault(group, "");
        // A group that is new to the mapping has its whole past before it.
        Instant fallback = token.isEmpty() ? firstLoadFrom : Instant.ofEpochSecond(cursor.since());
        ActivityStream.Page page = stream.activities(token, group, fallback);
        for (JsonNode row : page.rows()) {
            Mapping.Type type = byId.get(row.path("activityTypeId").asText());
            if (type != null) changes.add(change(type, row));
        }
        return cursor.at(group, page.next(), page.more());
    }

    private Change change(Mapping.Type type, JsonNode row) {
        // marketoGUID is the key; id is being retired: "Activities", "Query".
        String id = row.path("marketoGUID").asText(row.path("id").asText(""));
        if (id.isEmpty()) {
            return records.unreadable(records.ref(type.kind(), "unknown"), row.toString(), "an activity has no id");
        }
        Map<String, String> values = Records.texts(row);
        for (JsonNode attribute : row.path("attributes")) {
            String text = Json.text(attribute.path("value"));
            if (!text.isEmpty()) values.put(attribute.path("name").asText(), text);
        }
        return records.present(type, id, row.path("activityDate").asText(), values, Records.names(type));
    }
}
