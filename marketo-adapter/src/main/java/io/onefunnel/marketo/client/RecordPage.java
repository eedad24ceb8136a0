package io.onefunnel.marketo.client;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of records, read as it arrives. A record is its values by name, as texts; what is null or empty is left out. The
 * attributes of an activity, a list of names and values, stand beside its own.
 */
public final class RecordPage {
    private final Envelope envelope;
    private final List<Map<String, String>> rows;

    RecordPage(Envelope envelope, List<Map<String, String>> rows) {
        this.envelope = envelope;
        this.rows = rows;
    }

    Envelope envelope() {
        return envelope;
    }

    public List<Map<String, String>> rows() {
        return rows;
    }

    /** Token of the next page; empty when there is none. */
    public String next() {
        return envelope.next();
    }

    public boolean more() {
        return Boolean.TRUE.equals(envelope.more());
    }

    public static RecordPage read(InputStream body) throws IOException {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            return new Reader(json).answer();
        }
    }

    /** The attributes cell of an activity extract, as names and texts. */
    public static void attributes(String cell, Map<String, String> into) throws IOException {
        try (JsonParser json = Json.MAPPER.createParser(cell)) {
            if (json.nextToken() != JsonToken.START_OBJECT) return;
            new Reader(json).object(into);
        }
    }

    private static final class Reader {
        private final JsonParser json;
        private String requestId = "";
        private @Nullable Boolean success;
        private String error = "";
        private String message = "";
        private final List<Map<String, String>> rows = new ArrayList<>();
        private boolean hasResult;
        private boolean warned;
        private String next = "";
        private @Nullable Boolean more;

        Reader(JsonParser json) {
            this.json = json;
        }

        RecordPage answer() throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT)
                throw new JsonParseException(json, "an answer is not an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "requestId" -> requestId = json.getValueAsString("");
                    case "success" -> success = truth();
                    case "nextPageToken" -> next = json.getValueAsString("");
                    case "moreResult" -> more = truth();
                    case "result" -> records();
                    case "errors" -> errors();
                    case "warnings" -> warnings();
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) throw new JsonParseException(json, "an answer goes on after its end");
            return new RecordPage(
                    new Envelope(requestId, success, error, message, hasResult, warned, next, more), rows);
        }

        private void records() throws IOException {
            if (!json.isExpectedStartArrayToken()) {
                json.skipChildren();
                return;
            }
            hasResult = true;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.START_OBJECT)
                    throw new JsonParseException(json, "a record is not an object");
                Map<String, String> row = new LinkedHashMap<>(64);
                object(row);
                rows.add(row);
            }
        }

        private void object(Map<String, String> into) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("attributes") && value == JsonToken.START_ARRAY) attributes(into);
                else put(into, name, text());
            }
        }

        private void attributes(Map<String, String> into) throws IOException {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                String name = "";
                String value = "";
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String part = json.currentName();
                    json.nextToken();
                    if (part.equals("name")) name = text();
                    else if (part.equals("value")) value = text();
                    else json.skipChildren();
                }
                put(into, name, value);
            }
        }

        /** The present value as canonical text; arrays are joined by ";", objects left out. */
        private String text() throws IOException {
            switch (json.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_TRUE, VALUE_FALSE:
                    return json.getText();
                case VALUE_NUMBER_FLOAT:
                    return new BigDecimal(json.getText()).toPlainString();
                case START_ARRAY:
                    StringBuilder joined = new StringBuilder();
                    while (json.nextToken() != JsonToken.END_ARRAY)
                        joined.append(joined.isEmpty() ? "" : ";").append(text());
                    return joined.toString();
                case START_OBJECT:
                    json.skipChildren();
                    return "";
                default:
                    return "";
            }
        }

        private @Nullable Boolean truth() throws IOException {
            JsonToken token = json.currentToken();
            if (token == JsonToken.VALUE_TRUE) return true;
            if (token == JsonToken.VALUE_FALSE) return false;
            json.skipChildren();
            return null;
        }

        /** Texts or objects: the asset endpoints warn in texts, whatever their definition says. */
        private void warnings() throws IOException {
            warned = json.isExpectedStartArrayToken() && json.nextToken() != JsonToken.END_ARRAY;
            if (!warned) {
                json.skipChildren();
                return;
            }
            do json.skipChildren();
            while (json.nextToken() != JsonToken.END_ARRAY);
        }

        private void errors() throws IOException {
            if (!json.isExpectedStartArrayToken()) {
                json.skipChildren();
                return;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.START_OBJECT) {
                    json.skipChildren();
                    continue;
                }
                Map<String, String> each = new LinkedHashMap<>();
                object(each);
                if (!error.isEmpty()) continue;
                error = each.getOrDefault("code", "");
                message = each.getOrDefault("message", "");
            }
        }

        private static void put(Map<String, String> into, String name, String value) {
            if (!value.isEmpty()) into.put(name, value);
        }
    }
}
