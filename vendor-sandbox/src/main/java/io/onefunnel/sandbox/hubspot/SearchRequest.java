package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.PropertyDefinition.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A search body, read and checked against the vendor's limits (vendor page §2, "Search body"). */
record SearchRequest(
        List<List<Filter>> groups, Optional<Sort> sort, String query, List<String> properties, int limit, int after) {
    private static final int MOST_CHARACTERS = 3_000;
    private static final int MOST_PER_PAGE = 200;
    private static final int MOST_RESULTS = 10_000;
    private static final int MOST_GROUPS = 5;
    private static final int MOST_FILTERS_PER_GROUP = 6;
    private static final int MOST_FILTERS = 18;
    private static final String ASSOCIATIONS = "associations.";

    enum Operator {
        BETWEEN,
        CONTAINS_TOKEN,
        EQ,
        GT,
        GTE,
        HAS_PROPERTY,
        IN,
        LT,
        LTE,
        NEQ,
        NOT_CONTAINS_TOKEN,
        NOT_HAS_PROPERTY,
        NOT_IN
    }

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
                .map(Filter::bound);
    }

    SearchRequest withoutIdFloor() {
        if (!isIdScan()) return this;
        List<Filter> rest =
                groups.get(0).stream().filter(filter -> !isIdFloor(filter)).toList();
        return new SearchRequest(List.of(rest), sort, query, properties, limit, after);
    }

    /** Whether the results come in ascending order of their ids, which is also the order without a sort rule. */
    boolean isInIdOrder() {
        return sort.map(by -> by.property().equals("hs_object_id") && !by.descending())
                .orElse(true);
    }

    boolean asksAssociations() {
        return groups.stream().flatMap(List::stream).anyMatch(Filter::isAssociation);
    }

    private boolean isIdScan() {
        boolean ascending = sort.map(by -> by.property().equals("hs_object_id") && !by.descending())
                .orElse(false);
        return ascending
                && groups.size() == 1
                && groups.get(0).stream().filter(SearchRequest::isIdFloor).count() == 1;
    }

    private static boolean isIdFloor(Filter filter) {
        return filter.property().equals("hs_object_id") && filter.operator() == Operator.GT;
    }

    private static List<List<Filter>> groups(JsonNode body, Properties properties) {
        List<List<Filter>> groups = new ArrayList<>();
        for (JsonNode group : body.path("filterGroups")) groups.add(filters(group.path("filters"), properties));
        // Recorded clients also send filters at the top level: meetings-search-by-contact.
        if (groups.isEmpty() && body.path("filters").size() > 0) groups.add(filters(body.path("filters"), properties));
        int all = groups.stream().mapToInt(List::size).sum();
        boolean crowded = groups.stream().anyMatch(group -> group.size() > MOST_FILTERS_PER_GROUP);
        if (groups.size() > MOST_GROUPS || crowded || all > MOST_FILTERS) {
            throw Refusal.validation("At most 5 filter groups of 6 filters, 18 filters in all, are allowed");
        }
        return groups;
    }

    private static List<Filter> filters(JsonNode array, Properties properties) {
        List<Filter> filters = new ArrayList<>();
        for (JsonNode each : array) filters.add(Filter.of(each, properties));
        return List.copyOf(filters);
    }

    /** Objects or texts such as "-createdate": both are sent by real clients (vendor page §2). */
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

    /** Whether one of the words of {@code value} is {@code token}, which may hold "*". */
    static boolean holds(String value, String token) {
        String[] parts = token.toLowerCase(Locale.ROOT).split("\\*", -1);
        Pattern pattern = Pattern.compile(
                String.join(".*", Arrays.stream(parts).map(Pattern::quote).toList()));
        String lower = value.toLowerCase(Locale.ROOT);
        return pattern.matcher(lower).matches()
                || Arrays.stream(lower.split("[\\s@.,;/-]+"))
                        .anyMatch(word -> pattern.matcher(word).matches());
    }

    /** One condition; the values are as sent. */
    record Filter(String property, Type type, Operator operator, List<String> values) {
        static Filter of(JsonNode json, Properties properties) {
            String property = json.path("propertyName").asText();
            Operator operator = operator(json.path("operator").asText());
            List<String> values = values(json);
            boolean bare = operator == Operator.HAS_PROPERTY || operator == Operator.NOT_HAS_PROPERTY;
            if (bare != values.isEmpty()) {
                throw Refusal.validation(operator + (bare ? " must not have a value" : " needs a value"));
            }
            if (operator == Operator.BETWEEN && values.size() != 2) {
                throw Refusal.validation("BETWEEN needs a value and a highValue");
            }
            if (property.startsWith(ASSOCIATIONS)) {
                String kind = property.substring(ASSOCIATIONS.length());
                if (ObjectKind.named(kind).isEmpty()) throw Refusal.validation("unknown association " + property);
                return new Filter(property, Type.NUMBER, operator, values);
            }
            Type type = properties
                    .find(property)
                    .map(PropertyDefinition::type)
                    .orElseThrow(() -> Refusal.validation(
                            "There was a problem with the request: property " + property + " does not exist"));
            Filter filter = new Filter(property, type, operator, values);
            filter.checkBounds();
            return filter;
        }

        boolean isAssociation() {
            return property.startsWith(ASSOCIATIONS);
        }

        ObjectKind associatedKind() {
            return ObjectKind.of(property.substring(ASSOCIATIONS.length()));
        }

        /** The first value of a time or id filter, as a number. */
        long bound() {
            return type == Type.NUMBER ? Request.id(values.get(0)) : time(values.get(0));
        }

        long highBound() {
            return time(values.get(1));
        }

        Predicate<CrmObject> on(ObjectTable table, Associations associations) {
            if (isAssociation()) {
                long id = Request.id(values.get(0));
                ObjectKind other = associatedKind();
                return object ->
                        associations.of(table.kind(), object.id(), other).typesOf(id).length > 0;
            }
            boolean ordered = operator != Operator.HAS_PROPERTY && operator != Operator.NOT_HAS_PROPERTY;
            if (ordered && property.equals("hs_object_id"))
                return object -> compares(Long.compare(object.id(), bound()), object.id());
            boolean single = ordered && operator != Operator.IN && operator != Operator.NOT_IN;
            if (single && property.equals(table.kind().modified())) {
                long low = bound();
                long high = operator == Operator.BETWEEN ? highBound() : low;
                return object -> inRange(Long.compare(object.modified(), low), Long.compare(object.modified(), high));
            }
            return object -> {
                String held = table.value(object, property);
                if (operator == Operator.HAS_PROPERTY) return held != null;
                if (operator == Operator.NOT_HAS_PROPERTY) return held == null;
                if (held == null) return isNegative();
                return matches(held);
            };
        }

        private boolean compares(int order, long id) {
            if (operator == Operator.IN || operator == Operator.NOT_IN) {
                return values.contains(Long.toString(id)) == (operator == Operator.IN);
            }
            if (operator == Operator.BETWEEN) return order >= 0 && id <= Request.id(values.get(1));
            return inRange(order, order);
        }

        private boolean inRange(int low, int high) {
            return switch (operator) {
                case EQ -> low == 0;
                case NEQ -> low != 0;
                case GT -> low > 0;
                case GTE -> low >= 0;
                case LT -> low < 0;
                case LTE -> low <= 0;
                case BETWEEN -> low >= 0 && high <= 0;
                default -> false;
            };
        }

        private boolean isNegative() {
            return operator == Operator.NEQ || operator == Operator.NOT_IN || operator == Operator.NOT_CONTAINS_TOKEN;
        }

        private boolean matches(String held) {
            return switch (operator) {
                case IN -> isIn(held);
                case NOT_IN -> !isIn(held);
                case CONTAINS_TOKEN -> holds(held, values.get(0));
                case NOT_CONTAINS_TOKEN -> !holds(held, values.get(0));
                case BETWEEN -> inRange(compare(held, values.get(0)), compare(held, values.get(1)));
                default -> {
                    int order = compare(held, values.get(0));
                    yield inRange(order, order);
                }
            };
        }

        /** Values of a text IN must be lower-case: upper-case ones find nothing (vendor page §2). */
        private boolean isIn(String held) {
            if (type == Type.STRING) return values.contains(held.toLowerCase(Locale.ROOT));
            return values.stream().anyMatch(value -> compare(held, value) == 0);
        }

        private int compare(String held, String asked) {
            return switch (type) {
                case NUMBER -> number(held).compareTo(number(asked));
                case DATE, DATETIME -> Long.compare(time(held), time(asked));
                case STRING -> held.toLowerCase(Locale.ROOT).compareTo(asked.toLowerCase(Locale.ROOT));
                case BOOL, ENUMERATION -> held.compareTo(asked);
            };
        }

        private void checkBounds() {
            for (String value : values) {
                try {
                    if (type == Type.NUMBER) number(value);
                    if (type == Type.DATE || type == Type.DATETIME) time(value);
                } catch (NumberFormatException e) {
                    throw Refusal.validation(value + " is not a number (" + property + ")");
                }
            }
        }

        private static BigDecimal number(String value) {
            return new BigDecimal(value);
        }

        private static long time(String value) {
            return PropertyRules.time(value);
        }

        private static Operator operator(String name) {
            try {
                return Operator.valueOf(name);
            } catch (IllegalArgumentException e) {
                throw Refusal.validation("unknown operator " + name);
            }
        }

        private static List<String> values(JsonNode json) {
            if (json.path("values").isArray()) return Json.texts(json.path("values"));
            if (json.path("value").isMissingNode() || json.path("value").isNull()) return List.of();
            String value = json.path("value").asText();
            return json.hasNonNull("highValue")
                    ? List.of(value, json.path("highValue").asText())
                    : List.of(value);
        }
    }
}
