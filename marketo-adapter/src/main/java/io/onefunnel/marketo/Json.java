package io.onefunnel.marketo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as this adapter reads and writes it: decimals keep their digits. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot be written as JSON", impossible);
        }
    }

    /** A value as canonical text; empty for none. Arrays are joined by ";". */
    static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) return "";
        if (value.isNumber()) return value.decimalValue().toPlainString();
        if (!value.isArray()) return value.isValueNode() ? value.asText() : value.toString();
        StringBuilder joined = new StringBuilder();
        for (JsonNode each : value) joined.append(joined.isEmpty() ? "" : ";").append(text(each));
        return joined.toString();
    }
}
