package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Leads by id from the primary store: 300 a call ("Leads", "Query"), several calls at once. */
public final class LeadReader {
    public static final int BATCH = 300;
    private static final int SMALLEST_BATCH = 10;

    private final MarketoClient client;

    LeadReader(MarketoClient client) {
        this.client = client;
    }

    /** Values by lead id; a lead that is gone is not among them. Values that are empty are left out. */
    public Map<String, Map<String, String>> values(Collection<String> ids, Collection<String> names) {
        List<String> distinct = ids.stream().distinct().toList();
        if (distinct.isEmpty()) return Map.of();
        List<Callable<Map<String, Map<String, String>>>> reads = new ArrayList<>();
        for (List<String> batch : Chunks.of(distinct, BATCH)) reads.add(() -> read(batch, names));
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        client.parallel().all(reads).forEach(found::putAll);
        return found;
    }

    /** Ids of all leads that have this e-mail: one address may be several leads. */
    public List<String> withEmail(String email) {
        Map<String, String> query = FilterQuery.of("email", List.of(email), List.of("id"), BATCH);
        return client.page("leads by e-mail", Expected.RESULT, "rest/v1/leads.json", query).rows().stream()
                .map(lead -> lead.getOrDefault("id", ""))
                .toList();
    }

    private Map<String, Map<String, String>> read(List<String> ids, Collection<String> names) {
        try {
            return pages(ids, FilterQuery.of("id", ids, names, BATCH));
        } catch (RefusedException refused) {
            // "Request time-out": the same in two halves.
            if (!refused.is("604") || ids.size() <= SMALLEST_BATCH) throw refused;
            Map<String, Map<String, String>> found = new LinkedHashMap<>();
            for (List<String> half : Chunks.of(ids, (ids.size() + 1) / 2)) found.putAll(read(half, names));
            return found;
        }
    }

    private Map<String, Map<String, String>> pages(List<String> ids, Map<String, String> query) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        RecordPage page;
        do {
            page = client.page("leads by id", Expected.RESULT, "rest/v1/leads.json", query);
            for (Map<String, String> lead : page.rows()) found.put(asked(ids, lead), lead);
            if (!page.next().isEmpty() && page.next().equals(query.put("nextPageToken", page.next())))
                throw client.refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "the pages of leads do not move on");
        } while (!page.next().isEmpty());
        return found;
    }

    /** Which of the leads that were asked for this is; of another one nothing was asked. */
    private String asked(List<String> ids, Map<String, String> lead) {
        String id = lead.getOrDefault("id", "");
        if (ids.contains(id)) return id;
        throw client.refusal(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                id.isEmpty() ? "a lead has no id" : "a lead came that was not asked for");
    }
}
