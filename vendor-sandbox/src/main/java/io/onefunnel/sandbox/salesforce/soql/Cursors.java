package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** Open query results. A cursor keeps which rows were found; their values are read when a page is fetched. */
public final class Cursors {
    // Cursors live two days: API Query Cursor Limits.
    private static final Duration LIFETIME = Duration.ofDays(2);

    private record Open(Query query, List<Row> rows, Instant expiresAt) {}

    /**
     * One page of a result.
     *
     * @param next the locator of the following page; empty on the last
     */
    public record Page(Query query, List<Row> rows, int size, Optional<String> next) {}

    private final OrgStore store;
    private final Ids ids = new Ids();
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    public Cursors(OrgStore store) {
        this.store = store;
    }

    /** The first page; a cursor is kept only when there are more. */
    public Page first(Query query, List<Row> rows, int pageSize) {
        if (rows.size() <= pageSize) return new Page(query, rows, rows.size(), Optional.empty());
        String id = ids.next("0r8");
        Instant now = store.clock().instant();
        open.values().removeIf(each -> each.expiresAt().isBefore(now));
        open.put(id, new Open(query, List.copyOf(rows), now.plus(LIFETIME)));
        return page(id, 0, whatever -> pageSize);
    }

    public Page more(String locator, ToIntFunction<Query> pageSize) {
        int dash = locator.lastIndexOf('-');
        if (dash < 0 || !locator.substring(dash + 1).matches("\\d{1,9}")) throw invalid();
        return page(locator.substring(0, dash), Integer.parseInt(locator.substring(dash + 1)), pageSize);
    }

    private Page page(String id, int offset, ToIntFunction<Query> pageSize) {
        Open cursor = open.get(id);
        if (cursor == null || cursor.expiresAt().isBefore(store.clock().instant())) throw invalid();
        int size = cursor.rows().size();
        if (offset > size) throw invalid();
        int end = Math.min(offset + pageSize.applyAsInt(cursor.query()), size);
        Optional<String> next = end < size ? Optional.of(id + "-" + end) : Optional.empty();
        return new Page(cursor.query(), cursor.rows().subList(offset, end), size, next);
    }

    public static SalesforceError invalid() {
        return new SalesforceError(400, "INVALID_QUERY_LOCATOR", "invalid query locator", Position.NONE);
    }
}
