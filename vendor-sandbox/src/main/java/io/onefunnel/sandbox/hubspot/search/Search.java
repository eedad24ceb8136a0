package io.onefunnel.sandbox.hubspot.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.objects.ObjectJson;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.store.Associations;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.Links;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Answers searches over one object type's index. A window over the modification stamp is read from the sorted index. The
 * matches of a query are kept: the next page of a keyset scan is a binary search, and writes between two pages cost the
 * look at what they changed.
 */
final class Search {
    private static final int KEPT_QUERIES = 16;

    private record Matches(long generation, long[] ids) {}

    private final ObjectTable table;
    private final Associations associations;
    private final Map<Object, Matches> kept = new LinkedHashMap<>(KEPT_QUERIES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Matches> eldest) {
            return size() > KEPT_QUERIES;
        }
    };

    Search(ObjectTable table, Associations associations) {
        this.table = table;
        this.associations = associations;
    }

    ObjectNode page(SearchRequest request, ObjectJson json, long now) {
        table.index().catchUp(now);
        long[] ids = matches(request.withoutIdFloor());
        int first = request.idFloor().map(floor -> firstAbove(ids, floor)).orElse(0);
        int from = Math.min(ids.length, first + request.after());
        int to = Math.min(ids.length, from + request.limit());
        ObjectNode page = Json.object().put("total", ids.length - first);
        ArrayNode results = page.putArray("results");
        for (int i = from; i < to; i++) {
            table.index().get(ids[i]).ifPresent(object -> results.add(json.of(table, object, request.properties())));
        }
        if (to < ids.length) page.putObject("paging").putObject("next").put("after", Integer.toString(to - first));
        return page;
    }

    private long[] matches(SearchRequest request) {
        long generation = table.index().generation();
        Object key = List.of(request.groups(), request.sort(), request.query());
        Matches known = kept.get(key);
        if (known != null && known.generation() == generation && !request.asksAssociations()) return known.ids();
        Predicate<CrmObject> wanted = predicate(request);
        long[] ids = known == null || request.asksAssociations() || !request.isInIdOrder()
                ? found(request, wanted)
                : table.index()
                        .changedSince(known.generation())
                        .map(changed -> updated(known.ids(), changed, wanted))
                        .orElseGet(() -> found(request, wanted));
        kept.put(key, new Matches(generation, ids));
        return ids;
    }

    private long[] found(SearchRequest request, Predicate<CrmObject> wanted) {
        return candidates(request).stream()
                .filter(wanted)
                .sorted(order(request))
                .mapToLong(CrmObject::id)
                .toArray();
    }

    /** Former matches in id order, without what changed and matches no more, with what changed and matches now. */
    private long[] updated(long[] former, long[] changed, Predicate<CrmObject> wanted) {
        long[] matching = LongStream.of(changed)
                .filter(id -> table.index().get(id).filter(wanted).isPresent())
                .toArray();
        long[] ids = new long[former.length + matching.length];
        int size = 0;
        int next = 0;
        int at = 0;
        for (long id : former) {
            while (at < changed.length && changed[at] < id) at++;
            if (at < changed.length && changed[at] == id) continue;
            while (next < matching.length && matching[next] < id) ids[size++] = matching[next++];
            ids[size++] = id;
        }
        while (next < matching.length) ids[size++] = matching[next++];
        return Arrays.copyOf(ids, size);
    }

    /** The smallest set that an index gives for a query of one filter group; everything otherwise. */
    private Collection<CrmObject> candidates(SearchRequest request) {
        if (request.groups().size() != 1) return table.index().all();
        List<SearchFilter> filters = request.groups().get(0);
        for (SearchFilter filter : filters) {
            Optional<List<CrmObject>> few = few(filter);
            if (few.isPresent()) return few.get();
        }
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        for (SearchFilter filter : filters) {
            if (!filter.property().equals(table.kind().modified())) continue;
            long at = filter.bound();
            switch (filter.operator()) {
                case GT -> from = Math.max(from, at + 1);
                case GTE -> from = Math.max(from, at);
                case LT -> to = Math.min(to, at - 1);
                case LTE -> to = Math.min(to, at);
                case EQ -> {
                    from = Math.max(from, at);
                    to = Math.min(to, at);
                }
                case BETWEEN -> {
                    from = Math.max(from, at);
                    to = Math.min(to, filter.highBound());
                }
                default -> {}
            }
        }
        boolean window = from > Long.MIN_VALUE || to < Long.MAX_VALUE;
        return window ? table.index().modifiedBetween(from, to) : table.index().all();
    }

    private Optional<List<CrmObject>> few(SearchFilter filter) {
        boolean equals = filter.operator() == SearchFilter.Operator.EQ;
        if (!equals && filter.operator() != SearchFilter.Operator.IN) return Optional.empty();
        if (filter.property().equals("hs_object_id")) {
            return Optional.of(filter.values().stream()
                    .map(Request::id)
                    .flatMap(id -> table.index().get(id).stream())
                    .toList());
        }
        if (!equals || !filter.isAssociation()) return Optional.empty();
        Links linked = associations.of(
                filter.associatedKind(), Request.id(filter.values().get(0)), table.kind());
        List<CrmObject> objects = new ArrayList<>();
        for (int i = 0; i < linked.size(); i++) table.index().get(linked.id(i)).ifPresent(objects::add);
        return Optional.of(objects);
    }

    private Predicate<CrmObject> predicate(SearchRequest request) {
        Predicate<CrmObject> any = request.groups().isEmpty() ? object -> true : object -> false;
        for (List<SearchFilter> group : request.groups()) {
            Predicate<CrmObject> all = object -> true;
            for (SearchFilter filter : group) all = all.and(filter.on(table, associations));
            any = any.or(all);
        }
        if (request.query().isEmpty()) return any;
        return any.and(object -> table.kind().searched().stream()
                .map(name -> table.value(object, name))
                .anyMatch(value -> value != null && SearchFilter.holds(value, "*" + request.query() + "*")));
    }

    private Comparator<CrmObject> order(SearchRequest request) {
        Comparator<CrmObject> byId = Comparator.comparingLong(CrmObject::id);
        Optional<SearchRequest.Sort> sort = request.sort();
        if (sort.isEmpty()) return byId;
        String property = sort.get().property();
        Comparator<CrmObject> order;
        if (property.equals("hs_object_id")) order = byId;
        else if (property.equals(table.kind().modified())) order = Comparator.comparingLong(CrmObject::modified);
        else if (property.equals(table.kind().created())) order = Comparator.comparingLong(CrmObject::created);
        else order = byValue(property);
        return (sort.get().descending() ? order.reversed() : order).thenComparing(byId);
    }

    private Comparator<CrmObject> byValue(String property) {
        boolean number = table.properties()
                .find(property)
                .map(definition -> definition.type() == PropertyDefinition.Type.NUMBER)
                .orElse(false);
        Comparator<String> order = number ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder();
        return Comparator.comparing(object -> Optional.ofNullable(table.value(object, property)), (a, b) -> {
            if (a.isEmpty() || b.isEmpty()) return Boolean.compare(a.isPresent(), b.isPresent());
            return order.compare(a.get(), b.get());
        });
    }

    private static int firstAbove(long[] sorted, long floor) {
        int at = Arrays.binarySearch(sorted, floor);
        return at < 0 ? -at - 1 : at + 1;
    }
}
