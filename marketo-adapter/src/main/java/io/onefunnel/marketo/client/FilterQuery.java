package io.onefunnel.marketo.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The question that all records of the lead database are asked for by: "Lead Database", "Query". */
public final class FilterQuery {
    private FilterQuery() {}

    /** Parameters that the caller may add to, such as the token of a page. */
    public static Map<String, String> of(
            String filter, Collection<String> values, Collection<String> fields, int batchSize) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("filterType", filter);
        query.put("filterValues", String.join(",", values));
        query.put("fields", String.join(",", fields));
        query.put("batchSize", Integer.toString(batchSize));
        return query;
    }
}
