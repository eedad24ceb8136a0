package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.spi.call.Parallel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Reading objects: by list, by search, by id. */
public final class HubSpotObjects {
    // Page and batch sizes: CRM API guides, "using object APIs" and "search the CRM".
    public static final int LIST_PAGE = 100;
    public static final int SEARCH_PAGE = 200;
    public static final int BATCH = 100;
    private static final int BATCH_WITH_HISTORY = 50;
    private static final int FEWEST_WITH_HISTORY = 10;
    private static final int ASSOCIATION_BATCH = 1_000;
    private static final int LONGEST_SEARCH_BODY = 3_000;
    /** No id is as high: what ends there is open to the top. */
    public static final long NO_END = Long.MAX_VALUE;

    public static final String ID = "hs_object_id";
    public static final String MERGED = "hs_merged_object_ids";
    public static final String MERGED_VIDS = "hs_calculated_merged_vids";

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final Parallel parallel;

    HubSpotObjects(HubSpotClient client, HubSpotPaths paths, Parallel parallel) {
        this.client = client;
        this.paths = paths;
        this.parallel = parallel;
    }

    public ObjectPage list(
            String type,
            Collection<String> properties,
            Collection<String> associations,
            Optional<String> after,
            boolean archived) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(LIST_PAGE));
        after.ifPresent(token -> query.put("after", token));
        if (!properties.isEmpty()) query.put("properties", String.join(",", properties));
        if (!associations.isEmpty()) query.put("associations", String.join(",", associations));
        query.put("archived", Boolean.toString(archived));
        return client.get(Operation.read("list " + type), paths.objects(type), query, ObjectPageReader::page);
    }

    /** Objects whose {@code modified} lies in [from, to) and whose id is above and below the two, in the order of ids. */
    public ObjectPage window(
            String type,
            String modified,
            Span span,
            long above,
            long below,
            int offset,
            Collection<String> properties) {
        ObjectNode body = windowBody(modified, span, above, below, offset, properties);
        return client.post(Operation.search("search " + type), paths.search(type), body, answer -> {
            ObjectPage page = ObjectPageReader.search(answer);
            // The end of a window is believed only where nothing is counted any more.
            boolean none = page.objects().isEmpty() && page.broken().isEmpty();
            if (offset == 0 && none && page.total() > 0) {
                throw SpoiledAnswerException.partial(
                        AdapterErrorCode.VENDOR_UNAVAILABLE, "it counts " + page.total() + " records and shows none");
            }
            return page;
        });
    }

    private ObjectPage search(String type, ObjectNode body) {
        return client.post(Operation.search("search " + type), paths.search(type), body, ObjectPageReader::search);
    }

    /** A stretch of time from its first millisecond to before its end. */
    public record Span(long from, long to) {}

    /** Whether a window that asks for these properties stays below the longest body that a search takes. */
    public static boolean fitsSearch(String modified, Collection<String> properties) {
        long farAhead = 9_999_999_999_999L;
        long longestId = Long.MAX_VALUE - 1;
        ObjectNode body = windowBody(modified, new Span(farAhead, farAhead), longestId, longestId, 9_999, properties);
        return Json.text(body).length() <= LONGEST_SEARCH_BODY;
    }

    public long count(String type) {
        ObjectNode body = Json.object().put("limit", 1).put("after", "0");
        body.putArray("filterGroups");
        body.putArray("sorts");
        body.putArray("properties").add("hs_object_id");
        return search(type, body).total();
    }

    /** Whether any object has a value of this property. */
    public boolean anyHas(String type, String property) {
        ObjectNode body = Json.object().put("limit", 1).put("after", "0");
        body.putArray("filterGroups")
                .addObject()
                .putArray("filters")
                .addObject()
                .put("propertyName", property)
                .put("operator", "HAS_PROPERTY");
        body.putArray("sorts");
        body.putArray("properties").add(ID);
        return search(type, body).total() > 0;
    }

    /** From the primary store; ids that are not there are missing in the answer. Old ids of merges count as not there. */
    public List<VendorObject> byId(
            String type, Collection<String> ids, Collection<String> properties, Collection<String> history) {
        return by(type, Optional.empty(), ids, properties, history);
    }

    /**
     * The same of ids that a list or a search has just shown: one that does not come has gone since then, or was merged. An
     * answer that passes over it without an entry is not believed before a read of that one says so.
     *
     * @throws AdapterException UNEXPECTED_RESPONSE when one is there all the same
     */
    public List<VendorObject> shown(
            String type, Collection<String> ids, Collection<String> properties, Collection<String> history) {
        List<VendorObject> found = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(ids);
        for (ObjectPage page : pages(type, Optional.empty(), ids, properties, history)) {
            found.addAll(page.objects());
            page.objects().forEach(object -> missing.remove(object.id()));
            page.errors().forEach(entry -> ErrorMapping.inputs(entry).forEach(missing::remove));
        }
        for (String id : missing) {
            if (one(type, id, List.of()).filter(now -> now.id().equals(id)).isEmpty()) continue;
            throw new AdapterException(
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "HubSpot's answer to \"batch read " + type + "\" leaves out " + id + ", which is there");
        }
        return found;
    }

    public List<VendorObject> by(
            String type,
            Optional<String> idProperty,
            Collection<String> ids,
            Collection<String> properties,
            Collection<String> history) {
        return pages(type, idProperty, ids, properties, history).stream()
                .flatMap(page -> page.objects().stream())
                .toList();
    }

    private List<ObjectPage> pages(
            String type,
            Optional<String> idProperty,
            Collection<String> ids,
            Collection<String> properties,
            Collection<String> history) {
        int most = history.isEmpty() ? BATCH : BATCH_WITH_HISTORY;
        List<Callable<List<ObjectPage>>> calls = new ArrayList<>();
        for (List<String> some : Chunks.of(List.copyOf(ids), most)) {
            calls.add(() -> batch(type, idProperty, some, properties, history));
        }
        if (calls.isEmpty()) return List.of();
        return parallel.all(calls).stream().flatMap(List::stream).toList();
    }

    private List<ObjectPage> batch(
            String type,
            Optional<String> idProperty,
            List<String> ids,
            Collection<String> properties,
            Collection<String> history) {
        ObjectNode body = Json.object();
        body.set("properties", texts(properties));
        body.set("propertiesWithHistory", texts(history));
        idProperty.ifPresent(name -> body.put("idProperty", name));
        ArrayNode inputs = body.putArray("inputs");
        ids.forEach(id -> inputs.addObject().put("id", id));
        try {
            return List.of(client.post(
                    Operation.read("batch read " + type), paths.batch(type, "read"), body, ObjectPageReader::batch));
        } catch (RefusedException e) {
            // How many inputs history allows is not documented: fewer are tried before the refusal is believed.
            boolean tooMany = e.error().status() == 400 && !history.isEmpty() && ids.size() > FEWEST_WITH_HISTORY;
            if (!tooMany) throw e;
            List<ObjectPage> found = new ArrayList<>();
            for (List<String> half : Chunks.of(ids, (ids.size() + 1) / 2)) {
                found.addAll(batch(type, idProperty, half, properties, history));
            }
            return found;
        }
    }

    /** By any id it ever had: a single read follows merges. Empty when it is archived or never was. */
    public Optional<VendorObject> one(String type, String id, Collection<String> properties) {
        Map<String, String> query =
                properties.isEmpty() ? Map.of() : Map.of("properties", String.join(",", properties));
        try {
            return Optional.of(
                    client.get(Operation.read("read " + type), paths.object(type, id), query, ObjectPageReader::one));
        } catch (RefusedException e) {
            if (e.error().status() == 404) return Optional.empty();
            throw e;
        }
    }

    /** Ids linked to each of {@code ids}, primary ones first; what has no link is missing. */
    public Map<String, List<String>> associated(String from, Collection<String> ids, String to) {
        Map<String, List<String>> targets = new LinkedHashMap<>();
        links(from, ids, to).forEach((id, links) -> {
            List<String> held = new ArrayList<>();
            for (JsonNode link : links) {
                boolean primary = false;
                for (JsonNode type : link.path("associationTypes")) {
                    primary |= type.path("label").asText("").equals("Primary");
                }
                held.add(primary ? 0 : held.size(), link.path("toObjectId").asText(""));
            }
            targets.put(id, held);
        });
        return targets;
    }

    /** The same as HubSpot tells them, all pages of each. */
    public Map<String, List<JsonNode>> links(String from, Collection<String> ids, String to) {
        Map<String, List<JsonNode>> links = new LinkedHashMap<>();
        List<AssociationRead> pending = new ArrayList<>();
        ids.forEach(id -> pending.add(new AssociationRead(id, Optional.empty())));
        while (!pending.isEmpty()) {
            List<AssociationRead> some = List.copyOf(pending.subList(0, Math.min(ASSOCIATION_BATCH, pending.size())));
            pending.subList(0, some.size()).clear();
            ObjectNode body = Json.object();
            ArrayNode inputs = body.putArray("inputs");
            for (AssociationRead each : some) {
                ObjectNode input = inputs.addObject().put("id", each.id());
                each.after().ifPresent(after -> input.put("after", after));
            }
            JsonNode answer = client.post(
                    Operation.read("batch read associations").ofAssociations(),
                    paths.associations(from, to, "batch/read"),
                    body,
                    WholeAnswer::links);
            for (JsonNode result : answer.path("results")) {
                String id = result.path("from").path("id").asText("");
                List<JsonNode> held = links.computeIfAbsent(id, key -> new ArrayList<>());
                result.path("to").forEach(held::add);
                String after = WholeAnswer.next(result);
                if (!after.isEmpty()) pending.add(new AssociationRead(id, Optional.of(after)));
            }
        }
        return links;
    }

    private record AssociationRead(String id, Optional<String> after) {}

    private static ObjectNode windowBody(
            String modified, Span span, long above, long below, int offset, Collection<String> properties) {
        ObjectNode body = Json.object();
        ArrayNode filters = body.putArray("filterGroups").addObject().putArray("filters");
        filter(filters, modified, "GTE", Long.toString(span.from()));
        filter(filters, modified, "LT", Long.toString(span.to()));
        filter(filters, ID, "GT", Long.toString(above));
        if (below < NO_END) filter(filters, ID, "LT", Long.toString(below));
        body.putArray("sorts").addObject().put("propertyName", ID).put("direction", "ASCENDING");
        body.set("properties", texts(properties));
        return body.put("limit", SEARCH_PAGE).put("after", Integer.toString(offset));
    }

    private static void filter(ArrayNode filters, String property, String operator, String value) {
        filters.addObject()
                .put("propertyName", property)
                .put("operator", operator)
                .put("value", value);
    }

    private static ArrayNode texts(Collection<String> values) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        values.forEach(array::add);
        return array;
    }
}
