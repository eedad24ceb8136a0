package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The streams of the activity log, page by page. Their token is always returned and stays good for the next run
 * ("Activities", "Query"); how long is not documented, so a refused token is replaced by one from a date. Several streams
 * may be read at once.
 */
public final class ActivityStream {
    /**
     * A page, which may be empty while more follows.
     *
     * @param next the token after it
     * @param replaced whether the token that was given was refused, so that this is the first page from its date
     */
    public record Page(List<Map<String, String>> rows, String next, boolean more, boolean replaced) {}

    /**
     * Where a page begins.
     *
     * @param token empty to begin at the date
     * @param date from when it is read without a token, or with one that is refused
     * @param replaceable whether a refused token is replaced: once in a run, or a stream would begin anew for ever
     */
    public record From(String token, Instant date, boolean replaceable) {
        public static From date(Instant date) {
            return new From("", date, false);
        }

        /** On from a token that an earlier run left. */
        public static From resumed(String token, Instant date) {
            return new From(token, date, true);
        }

        /** On from a token of this run. */
        public static From next(String token, Instant date) {
            return new From(token, date, false);
        }
    }

    // Error 604 says that a page took too long: it is asked for with half as many rows, down to ten.
    private static final int LARGEST_PAGE = 300;
    private static final int SMALLEST_PAGE = 10;
    private static final int MOST_STANDING = 20;

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
    public Page activities(From from, String typeIds) {
        return page("activities", "rest/v1/activities.json", Map.of("activityTypeIds", typeIds), from);
    }

    public Page activitiesOf(From from, String typeId, String leadIds) {
        Map<String, String> query = Map.of("activityTypeIds", typeId, "leadIds", leadIds);
        return page("activities", "rest/v1/activities.json", query, from);
    }

    public Page leadChanges(From from, String fields) {
        return page("lead changes", "rest/v1/activities/leadchanges.json", Map.of("fields", fields), from);
    }

    public Page deletedLeads(From from) {
        return page("deleted leads", "rest/v1/activities/deletedleads.json", Map.of(), from);
    }

    /**
     * All pages from there on; the token after the last. A stream that says that more follows, brings nothing and does not
     * move is given up: it would be read for ever.
     */
    public String toTheEnd(From from, Function<From, Page> read, Consumer<Map<String, String>> rows) {
        From at = from;
        for (int standing = 0; ; ) {
            Page page = read.apply(at);
            page.rows().forEach(rows);
            if (!page.more()) return page.next();
            boolean moves = !page.rows().isEmpty() || !page.next().equals(at.token());
            standing = moves ? 0 : standing + 1;
            if (standing == MOST_STANDING) {
                throw client.refusal(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        "a stream of activities says that more follows, and stands");
            }
            at = From.next(page.next(), from.date());
        }
    }

    private Page page(String operation, String path, Map<String, String> query, From from) {
        Map<String, String> whole = new LinkedHashMap<>(query);
        boolean fresh = from.token().isEmpty();
        whole.put("nextPageToken", fresh ? since(from.date()) : from.token());
        try {
            return shrinking(operation, path, whole, false);
        } catch (RefusedException refused) {
            RetryRule rule = refused.error().rule();
            // In whatever words it is refused (1001, 1003): if it was not the token, the call is refused once more.
            boolean ofTheCall = refused.error().isMarketos() && (rule == RetryRule.RECORD || rule == RetryRule.BUG);
            if (fresh || !from.replaceable() || !ofTheCall) throw refused;
            forget(from.date());
            whole.put("nextPageToken", since(from.date()));
            Page page = shrinking(operation, path, whole, true);
            client.tokenReplaced(operation, refused, from.date());
            return page;
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

    /** A token that was got a while ago may be as old as the one that was refused. */
    private void forget(Instant date) {
        synchronized (tokens) {
            tokens.remove(date);
        }
    }

    private Page shrinking(String operation, String path, Map<String, String> query, boolean replaced) {
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
                return new Page(answer.rows(), answer.next(), answer.more(), replaced);
            } catch (RefusedException refused) {
                if (!refused.is("604") || size == SMALLEST_PAGE) throw refused;
            }
        }
    }
}
