package io.onefunnel.store.records;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.onefunnel.model.LinkRole;
import io.onefunnel.spi.Change;
import io.onefunnel.store.sql.Sql;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A raw record as JSON, written and read as a stream: this is the one value that is stored by the million. Keys are
 * sorted, so that equal records are equal texts.
 */
public final class RawJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RawJson() {}

    /** What a stored record's JSON holds. */
    record Content(Map<String, String> fields, Map<LinkRole, List<String>> links, List<Change.FieldChange> history) {}

    /** In UTF-8: as it is hashed and sent. */
    public static byte[] write(Change.Present raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeObjectFieldStart("fields");
            for (Map.Entry<String, String> field : new TreeMap<>(raw.fields()).entrySet()) {
                json.writeStringField(Sql.text(field.getKey()), Sql.text(field.getValue()));
            }
            json.writeEndObject();
            if (!raw.links().isEmpty()) writeLinks(json, raw.links());
            if (!raw.history().isEmpty()) writeHistory(json, raw.history());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeLinks(JsonGenerator json, Map<LinkRole, List<String>> links) throws IOException {
        json.writeObjectFieldStart("links");
        for (Map.Entry<LinkRole, List<String>> link : new EnumMap<>(links).entrySet()) {
            json.writeArrayFieldStart(link.getKey().name());
            for (String id : link.getValue()) json.writeString(Sql.text(id));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeHistory(JsonGenerator json, List<Change.FieldChange> history) throws IOException {
        json.writeArrayFieldStart("history");
        for (Change.FieldChange change : history) {
            json.writeStartArray();
            json.writeString(Sql.text(change.field()));
            json.writeString(Sql.text(change.from()));
            json.writeString(Sql.text(change.to()));
            json.writeString(change.at().toString());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    static Content read(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<LinkRole, List<String>> links = new EnumMap<>(LinkRole.class);
        List<Change.FieldChange> history = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String section = json.currentName();
                json.nextToken();
                switch (section) {
                    case "fields" -> readFields(json, fields);
                    case "links" -> readLinks(json, links);
                    case "history" -> readHistory(json, history);
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a stored record cannot be read", e);
        }
        return new Content(fields, links, history);
    }

    private static void readFields(JsonParser json, Map<String, String> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            fields.put(name, json.nextTextValue());
        }
    }

    private static void readLinks(JsonParser json, Map<LinkRole, List<String>> links) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            LinkRole role = LinkRole.valueOf(json.currentName());
            List<String> ids = new ArrayList<>();
            json.nextToken();
            while (json.nextToken() == JsonToken.VALUE_STRING) ids.add(json.getText());
            links.put(role, List.copyOf(ids));
        }
    }

    private static void readHistory(JsonParser json, List<Change.FieldChange> history) throws IOException {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            String field = json.nextTextValue();
            String from = json.nextTextValue();
            String to = json.nextTextValue();
            history.add(new Change.FieldChange(field, from, to, Instant.parse(json.nextTextValue())));
            json.nextToken();
        }
    }
}
