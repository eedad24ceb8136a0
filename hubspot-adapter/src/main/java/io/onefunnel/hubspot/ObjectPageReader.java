package io.onefunnel.hubspot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.Change.FieldChange;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads pages of objects token by token: list, search, batch read and batch write answer in one shape. */
final class ObjectPageReader {
    private record Version(String value, Instant at) {}

    private ObjectPageReader() {}

    static ObjectPage page(InputStream body) throws IOException {
        List<VendorObject> objects = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<JsonNode> errors = new ArrayList<>();
        Optional<String> after = Optional.empty();
        long total = -1;
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "results" -> results(parser, objects, broken);
                    case "total" -> total = parser.getValueAsLong(-1);
                    case "errors" -> parser.<JsonNode>readValueAsTree().forEach(errors::add);
                    case "paging" -> {
                        JsonNode next =
                                parser.<JsonNode>readValueAsTree().path("next").path("after");
                        if (!next.isMissingNode()) after = Optional.of(next.asText());
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        return new ObjectPage(objects, broken, after, errors, total);
    }

    static Optional<VendorObject> one(InputStream body) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            return Optional.ofNullable(object(parser));
        }
    }

    private static void results(JsonParser parser, List<VendorObject> objects, List<String> broken) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                broken.add(parser.getValueAsString(""));
                parser.skipChildren();
                continue;
            }
            VendorObject object = object(parser);
            if (object == null) broken.add("an object without id or updatedAt");
            else objects.add(object);
        }
    }

    private static @Nullable VendorObject object(JsonParser parser) throws IOException {
        String id = "";
        Instant updatedAt = Instant.MIN;
        Instant archivedAt = null;
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        Map<String, List<String>> associated = Map.of();
        List<FieldChange> history = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getValueAsString("");
                case "updatedAt" -> updatedAt = instant(parser);
                case "archivedAt" -> archivedAt = instant(parser);
                case "properties" -> properties(parser, values, seen);
                case "propertiesWithHistory" -> history = history(parser.readValueAsTree());
                case "associations" -> associated = associated(parser.readValueAsTree());
                default -> parser.skipChildren();
            }
        }
        if (id.isEmpty() || updatedAt.equals(Instant.MIN)) return null;
        return new VendorObject(id, updatedAt, Optional.ofNullable(archivedAt), values, seen, associated, history);
    }

    private static void properties(JsonParser parser, Map<String, String> values, Set<String> seen) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            seen.add(name);
            if (parser.nextToken() == JsonToken.VALUE_NULL) continue;
            String value = parser.getValueAsString("");
            parser.skipChildren();
            if (!value.isEmpty()) values.put(name, value);
        }
    }

    /** Versions as changes, oldest first; the vendor's order is not documented. */
    private static List<FieldChange> history(JsonNode histories) {
        List<FieldChange> changes = new ArrayList<>();
        histories.properties().forEach(property -> {
            List<Version> versions = new ArrayList<>();
            for (JsonNode version : property.getValue()) {
                Instant at = instant(version.path("timestamp").asText());
                if (at.isAfter(Instant.MIN))
                    versions.add(new Version(version.path("value").asText(""), at));
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
                if (result.path("type").asText().endsWith("_primary"))
                    ordered.add(result.path("id").asText());
            }
            for (JsonNode result : type.getValue().path("results"))
                ordered.add(result.path("id").asText());
            ids.put(type.getKey(), List.copyOf(ordered));
        });
        return ids;
    }

    private static Instant instant(JsonParser parser) throws IOException {
        return instant(parser.getValueAsString(""));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }

    private static void expect(JsonParser parser, @Nullable JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) throw new IOException("expected " + wanted + " at " + parser.currentLocation());
    }
}
