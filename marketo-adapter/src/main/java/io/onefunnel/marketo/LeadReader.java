package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leads by id from the primary store: 300 a call ("Leads", "Query"). */
final class LeadReader {
    static final int BATCH = 300;

    private final MarketoClient client;
    private final LeadFields fields;
    private final Records records;

    LeadReader(MarketoClient client, LeadFields fields, Records records) {
        this.client = client;
        this.fields = fields;
        this.records = records;
    }

    /** The living leads of these ids, in any order. */
    List<Change> present(Mapping.Type type, Collection<String> ids) {
        List<String> asked = asked(type);
        List<Change> found = new ArrayList<>();
        values(ids, asked)
                .forEach((id, values) ->
                        found.add(records.present(type, id, values.getOrDefault("updatedAt", ""), values, asked)));
        return found;
    }

    /** What to ask for: the mapped fields that exist, and the stamp. */
    List<String> asked(Mapping.Type type) {
        List<String> asked = new ArrayList<>(fields.known(Records.names(type)));
        if (!asked.contains("updatedAt")) asked.add("updatedAt");
        return asked;
    }

    /** Values by lead id; a lead that is gone is not among them. Values that are empty are left out. */
    Map<String, Map<String, String>> values(Collection<String> ids, Collection<String> names) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        List<String> distinct = ids.stream().distinct().toList();
        for (int from = 0; from < distinct.size(); from += BATCH) {
            List<String> batch = distinct.subList(from, Math.min(distinct.size(), from + BATCH));
            read(batch, names, found);
        }
        return found;
    }

    private void read(List<String> ids, Collection<String> names, Map<String, Map<String, String>> found) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("filterType", "id");
        query.put("filterValues", String.join(",", ids));
        query.put("fields", String.join(",", names));
        query.put("batchSize", Integer.toString(BATCH));
        String token = "";
        do {
            if (!token.isEmpty()) query.put("nextPageToken", token);
            JsonNode page = client.get("leads by id", "rest/v1/leads.json", query);
            for (JsonNode lead : page.path("result")) {
                found.put(lead.path("id").asText(), Records.texts(lead));
            }
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
    }
}
