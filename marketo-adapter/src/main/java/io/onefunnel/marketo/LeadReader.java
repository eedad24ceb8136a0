package io.onefunnel.marketo;

import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Leads by id from the primary store: 300 a call ("Leads", "Query"), several calls at once. */
final class LeadReader {
    static final int BATCH = 300;
    private static final int SMALLEST_BATCH = 10;

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
        return changes(type, asked, values(ids, asked));
    }

    /** The same of one batch, begun now. */
    Supplier<List<Change>> begin(Mapping.Type type, List<String> ids) {
        List<String> asked = asked(type);
        return client.sideBySide().start(() -> changes(type, asked, read(ids, asked)));
    }

    /** What to ask for: the mapped fields that exist, and the stamp. */
    List<String> asked(Mapping.Type type) {
        List<String> asked = new ArrayList<>(fields.known(Records.names(type)));
        if (!asked.contains("updatedAt")) asked.add("updatedAt");
        return asked;
    }

    /** Values by lead id; a lead that is gone is not among them. Values that are empty are left out. */
    Map<String, Map<String, String>> values(Collection<String> ids, Collection<String> names) {
        List<String> distinct = ids.stream().distinct().toList();
        if (distinct.isEmpty()) return Map.of();
        List<Supplier<Map<String, Map<String, String>>>> reads = new ArrayList<>();
        for (List<String> batch : Batches.slices(distinct, BATCH)) reads.add(() -> read(batch, names));
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        client.sideBySide().all(reads).forEach(found::putAll);
        return found;
    }

    /** Ids of all leads that have this e-mail: one address may be several leads. */
    List<String> withEmail(String email) {
        Map<String, String> query = query("email", email, List.of("id"));
        return client.page("leads by e-mail", "rest/v1/leads.json", query).rows().stream()
                .map(lead -> lead.getOrDefault("id", ""))
                .toList();
    }

    private List<Change> changes(Mapping.Type type, List<String> asked, Map<String, Map<String, String>> leads) {
        List<Change> changes = new ArrayList<>();
        leads.forEach((id, values) ->
                changes.add(records.present(type, id, values.getOrDefault("updatedAt", ""), values, asked)));
        return changes;
    }

    private Map<String, Map<String, String>> read(List<String> ids, Collection<String> names) {
        try {
            return pages(query("id", String.join(",", ids), names));
        } catch (Refused refused) {
            // "Request time-out": the same in two halves.
            if (!refused.is("604") || ids.size() <= SMALLEST_BATCH) throw refused;
            Map<String, Map<String, String>> found = new LinkedHashMap<>();
            for (List<String> half : Batches.slices(ids, (ids.size() + 1) / 2)) found.putAll(read(half, names));
            return found;
        }
    }

    private Map<String, Map<String, String>> pages(Map<String, String> query) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        Answer page;
        do {
            page = client.page("leads by id", "rest/v1/leads.json", query);
            for (Map<String, String> lead : page.rows()) found.put(lead.getOrDefault("id", ""), lead);
            query.put("nextPageToken", page.next());
        } while (!page.next().isEmpty());
        return found;
    }

    private static Map<String, String> query(String filter, String values, Collection<String> names) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("filterType", filter);
        query.put("filterValues", values);
        query.put("fields", String.join(",", names));
        query.put("batchSize", Integer.toString(BATCH));
        return query;
    }
}
