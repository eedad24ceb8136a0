package io.onefunnel.sandbox.hubspot.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A search body, read and checked against the vendor's limits ("Search the CRM"). */
record SearchRequest(
        List<List<SearchFilter>> groups,
        Optional<Sort> sort,
        String query,
        List<String> properties,
        int limit,
        int after) {
    private static final int MOST_CHARACTERS = 3_000;
    private static final int MOST_PER_PAGE = 200;
    private static final int MOST_RESULTS = 10_000;
    private static final int MOST_GROUPS = 5;
    private static final int MOST_FILTERS_PER_GROUP = 6;
    private static final int MOST_FILTERS = 18;

    record Sort(String property, boolean descending) {}

    static SearchRequest of(Request request, Properties properties) {
        if (request.call().text().length() > MOST_CHARACTERS) {
            throw Refusal.validation("The request body may hold at most 3000 characters");
        }
        JsonNode body = request.body();
        int limit = body.path("limit").asInt(10);
        int after = (int) Request.id(
                body.path("after").asText("").isEmpty()
                        ? "0"
                        : body.path("after").asText());
        if (limit < 1 || limit > MOST_PER_PAGE) throw Refusal.validation("limit must be between 1 and 200");
        if (after + limit > MOST_RESULTS) {
            throw Refusal.validation("Paging beyond 10000 results is not supported");
        }
        return new SearchRequest(
                groups(body, properties),
                sort(body.path("sorts"), properties),
                body.path("query").asText(""),
                Json.texts(body.path("properties")),
                limit,
                after);
    }

    /** The id from which an ascending id scan goes on, where this is one. */
    Optional<Long> idFloor() {
        if (!isIdScan()) return Optional.empty();
        return groups.get(0).stream()
                .filter(SearchRequest::isIdFloor)
                .findFirst()
                .map(SearchFilter::bound);
    }

    SearchRequest withoutIdFloor() {
        if (!isIdScan()) return this;
        List<SearchFilter> rest =
                groups.get(0).stream().filter(filter -> !isIdFloor(filter)).toList();
        return new SearchRequest(List.of(rest), sort, query, properties, limit, after);
    }

    /** Whether the results come in ascending order of their ids, which is also the order without a sort rule. */
    boolean isInIdOrder() {
        return sort.map(by -> by.property().equals("hs_object_id") && !by.descending())
                .orElse(true);
    }

    boolean asksAssociations() {
        return groups.stream().flatMap(List::stream).anyMatch(SearchFilter::isAssociation);
    }

    private boolean isIdScan() {
        boolean ascending = sort.map(by -> by.property().equals("hs_object_id") && !by.descending())
                .orElse(false);
        return ascending
                && groups.size() == 1
                && groups.get(0).stream().filter(SearchRequest::isIdFloor).count() == 1;
    }

    private static boolean isIdFloor(SearchFilter filter) {
        return filter.property().equals("hs_object_id") && filter.operator() == SearchFilter.Operator.GT;
    }

    private static List<List<SearchFilter>> groups(JsonNode body, Properties properties) {
        List<List<SearchFilter>> groups = new ArrayList<>();
        for (JsonNode group : body.path("filterGroups")) groups.add(filters(group.path("filters"), properties));
        // Recorded clients also send filters at the top level.
        if (groups.isEmpty() && body.path("filters").size() > 0) groups.add(filters(body.path("filters"), properties));
        int all = groups.stream().mapToInt(List::size).sum();
        boolean crowded = groups.stream().anyMatch(group -> group.size() > MOST_FILTERS_PER_GROUP);
        if (groups.size() > MOST_GROUPS || crowded || all > MOST_FILTERS) {
            throw Refusal.validation("At most 5 filter groups of 6 filters, 18 filters in all, are allowed");
        }
        return groups;
    }

    private static List<SearchFilter> filters(JsonNode array, Properties properties) {
        List<SearchFilter> filters = new ArrayList<>();
        for (JsonNode each : array) filters.add(SearchFilter.of(each, properties));
        return List.copyOf(filters);
    }

    /** Objects or texts such as "-createdate": both are sent by real clients. */
    private static Optional<Sort> sort(JsonNode sorts, Properties properties) {
        if (sorts.size() > 1) throw Refusal.validation("Only one sort rule is allowed");
        if (sorts.isEmpty()) return Optional.empty();
        Sort sort = sort(sorts.get(0));
        if (properties.has(sort.property())) return Optional.of(sort);
        throw Refusal.validation(
                "There was a problem with the request: property " + sort.property() + " does not exist");
    }

    private static Sort sort(JsonNode sort) {
        if (sort.isObject()) {
            boolean descending = sort.path("direction").asText("").equals("DESCENDING");
            return new Sort(sort.path("propertyName").asText(), descending);
        }
        String text = sort.asText();
        return text.startsWith("-") ? new Sort(text.substring(1), true) : new Sort(text, false);
    }
}
