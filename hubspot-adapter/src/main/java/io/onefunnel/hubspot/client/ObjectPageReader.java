package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.Change.FieldChange;
import io.onefunnel.spi.RecordFields;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of objects token by token: list, search, batch read and batch write answer in one shape.
 *
 * <p>The records of a page name the same properties in the same order. The shape of one record is therefore kept and the
 * next record is read against it: its names cost a comparison each, and its values an array.
 */
public final class ObjectPageReader {
    private record Version(String value, Instant at) {}

    /** The property names that a record answered, in its order. */
    private static final class Shape {
        private final String[] order;
        private final RecordFields.Names names;

        Shape(List<String> order) {
            this.order = order.toArray(String[]::new);
            names = new RecordFields.Names(order);
        }
    }

    private static final Shape EMPTY = new Shape(List.of());
    static final String BROKEN = "an object without id, updatedAt or properties";

    private Shape shape = EMPTY;

    private ObjectPageReader() {}

    /** One page of a list. */
    public static ObjectPage page(InputStream body) throws IOException {
        ObjectPage page = new ObjectPageReader().read(body);
        WholeAnswer.demandNoErrors(page.errors(), entry -> false);
        return page;
    }

    /** One page of a search, which counts what it matches. */
    static ObjectPage search(InputStream body) throws IOException {
        ObjectPage page = page(body);
        if (page.total() < 0) throw WholeAnswer.without("the answer", "total");
        return page;
    }

    /** A batch of objects that were asked for by name: of those that are not there an entry says so. */
    static ObjectPage batch(InputStream body) throws IOException {
        ObjectPage page = new ObjectPageReader().read(body);
        WholeAnswer.demandNoErrors(page.errors(), WholeAnswer::isNotFound);
        return page;
    }

    /** What became of a batch of writes: its error entries are for the writer. */
    public static ObjectPage written(InputStream body) throws IOException {
        return new ObjectPageReader().read(body);
    }

    public static VendorObject one(InputStream body) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            begin(parser);
            VendorObject object = new ObjectPageReader().object(parser);
            if (object == null) throw SpoiledAnswerException.foreign(BROKEN);
            return object;
        }
    }

    private ObjectPage read(InputStream body) throws IOException {
        List<VendorObject> objects = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<JsonNode> errors = new ArrayList<>();
        Optional<String> after = Optional.empty();
        long total = -1;
        boolean answered = false;
        String status = "";
        ObjectNode error = Json.object();
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            begin(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "results" -> {
                        results(parser, objects, broken);
                        answered = true;
                    }
                    case "status" -> status = parser.getValueAsString("");
                    case "category", "message" -> error.put(name, parser.getValueAsString(""));
                    case "total" -> total = parser.getValueAsLong(-1);
                    case "errors" -> parser.<JsonNode>readValueAsTree().forEach(errors::add);
                    case "paging" -> {
                        JsonNode next =
                                parser.<JsonNode>readValueAsTree().path("next").path("after");
                        after = Optional.of(next.asText("")).filter(token -> !token.isEmpty());
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        if (status.equals("error")) throw WholeAnswer.error(error, "results");
        WholeAnswer.demandComplete(status);
        if (!answered) throw WholeAnswer.without("the answer", "results");
        return new ObjectPage(objects, broken, after, errors, total);
    }

    private void results(JsonParser parser, List<VendorObject> objects, List<String> broken) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) throw WholeAnswer.without("the answer", "results");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                broken.add(parser.getValueAsString(""));
                parser.skipChildren();
                continue;
            }
            VendorObject object = object(parser);
            if (object == null) broken.add(BROKEN);
            else objects.add(object);
        }
    }

    private @Nullable VendorObject object(JsonParser parser) throws IOException {
        String id = "";
        Optional<Instant> updatedAt = Optional.empty();
        Optional<Instant> archivedAt = Optional.empty();
        @Nullable RecordFields values = null;
        JsonNode associations = MissingNode.getInstance();
        List<FieldChange> history = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getValueAsString("");
                case "updatedAt" -> updatedAt = VendorTime.of(parser.getValueAsString(""));
                case "archivedAt" -> archivedAt = VendorTime.of(parser.getValueAsString(""));
                case "properties" -> values = properties(parser);
                case "propertiesWithHistory" -> history = history(parser.readValueAsTree());
                case "associations" -> associations = parser.readValueAsTree();
                default -> parser.skipChildren();
            }
        }
        if (id.isEmpty() || updatedAt.isEmpty() || values == null) return null;
        return new VendorObject(
                id, updatedAt.get(), archivedAt, values, associated(associations), paged(associations), history);
    }

    /** Leaves behind the shape of what it read. */
    private @Nullable RecordFields properties(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        String[] order = shape.order;
        @Nullable String[] values = new String[order.length];
        int read = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (read == order.length || !name.equals(order[read])) return otherShape(parser, values, read);
            values[read++] = value(parser);
        }
        if (read == order.length) return new RecordFields(shape.names, values);
        shape = new Shape(Arrays.asList(order).subList(0, read));
        return new RecordFields(shape.names, Arrays.copyOf(values, read));
    }

    /** The record names other properties than the one before: its shape from here on is learned. */
    private RecordFields otherShape(JsonParser parser, @Nullable String[] known, int read) throws IOException {
        Map<String, @Nullable String> found = new LinkedHashMap<>();
        for (int i = 0; i < read; i++) found.put(shape.order[i], known[i]);
        do {
            String name = parser.currentName();
            found.put(name, value(parser));
        } while (parser.nextToken() == JsonToken.FIELD_NAME);
        shape = new Shape(List.copyOf(found.keySet()));
        String[] values = found.values().toArray(new String[0]);
        return new RecordFields(shape.names, values);
    }

    /** Null and the empty text are both no value. */
    private static @Nullable String value(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            return text.isEmpty() ? null : text;
        }
        if (token == JsonToken.VALUE_NULL) return null;
        String text = parser.getValueAsString("");
        parser.skipChildren();
        return text.isEmpty() ? null : text;
    }

    /** Versions as changes, oldest first; the vendor's order is not documented. */
    private static List<FieldChange> history(JsonNode histories) {
        List<FieldChange> changes = new ArrayList<>();
        histories.properties().forEach(property -> {
            List<Version> versions = new ArrayList<>();
            for (JsonNode version : property.getValue()) {
                VendorTime.of(version.path("timestamp").asText(""))
                        .ifPresent(at ->
                                versions.add(new Version(version.path("value").asText(""), at)));
            }
            versions.sort(Comparator.comparing(Version::at));
            String from = "";
            for (Version version : versions) {
                changes.add(new FieldChange(property.getKey(), from, version.value(), version.at()));
                from = version.value();
            }
        });
        return changes;
    }

    private static Map<String, List<String>> associated(JsonNode associations) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        associations.properties().forEach(type -> {
            // One entry for each label of a link; the primary one is to be the first.
            Set<String> ordered = new LinkedHashSet<>();
            for (JsonNode result : type.getValue().path("results")) {
                if (result.path("type").asText("").endsWith("_primary"))
                    ordered.add(result.path("id").asText(""));
            }
            for (JsonNode result : type.getValue().path("results"))
                ordered.add(result.path("id").asText(""));
            ids.put(type.getKey(), List.copyOf(ordered));
        });
        return ids;
    }

    /** The types of which the object has more links than came with it: a hundred do (HubSpot/hubspot-api-python#135). */
    private static Set<String> paged(JsonNode associations) {
        Set<String> paged = new LinkedHashSet<>();
        associations.properties().forEach(type -> {
            if (!WholeAnswer.next(type.getValue()).isEmpty()) paged.add(type.getKey());
        });
        return paged;
    }

    private static void begin(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) throw SpoiledAnswerException.cut();
        if (first != JsonToken.START_OBJECT) throw SpoiledAnswerException.foreign("it is no object");
    }
}
