package io.onefunnel.sandbox.marketo.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One field of a record type, and what its data type makes of a value. */
public record SchemaField(
        int id, String name, String displayName, String dataType, OptionalInt length, Set<String> flags) {
    public SchemaField {
        flags = Set.copyOf(flags);
    }

    public boolean readOnly() {
        return flags.contains("read-only");
    }

    public boolean crmManaged() {
        return flags.contains("crm");
    }

    public boolean ofCompany() {
        return flags.contains("company");
    }

    public boolean searchable() {
        return flags.contains("searchable");
    }

    /** Part of the key that records are matched by; it cannot be changed. */
    public boolean key() {
        return flags.contains("key");
    }

    public boolean required() {
        return flags.contains("required");
    }

    boolean custom() {
        return flags.contains("custom");
    }

    boolean byApi() {
        return flags.contains("api");
    }

    SchemaField displayedAs(String newDisplayName) {
        return new SchemaField(id, name, newDisplayName, dataType, length, flags);
    }

    /**
     * The value as it is stored; empty for none: JSON null and the empty string are the same.
     *
     * @throws SkippedRow 1003 when the data type refuses it
     */
    public Optional<String> stored(JsonNode sent) {
        if (sent.isNull() || sent.isMissingNode()) return Optional.empty();
        if (sent.isContainerNode()) throw invalid(sent.toString());
        String text = sent.asText();
        if (text.isEmpty()) return Optional.empty();
        try {
            return Optional.of(normalized(text));
        } catch (NumberFormatException | DateTimeException notOfType) {
            throw invalid(text);
        }
    }

    /** A stored value as an answer carries it. */
    public JsonNode shown(@Nullable String value) {
        if (value == null) return NullNode.getInstance();
        return switch (dataType) {
            case "integer", "score" -> LongNode.valueOf(Long.parseLong(value));
            case "float", "currency", "percent" -> DecimalNode.valueOf(new BigDecimal(value));
            case "boolean" -> BooleanNode.valueOf(Boolean.parseBoolean(value));
            default -> TextNode.valueOf(value);
        };
    }

    private String normalized(String text) {
        return switch (dataType) {
            case "integer", "score" -> Long.toString(Long.parseLong(text));
            case "float", "currency", "percent" ->
                new BigDecimal(text).stripTrailingZeros().toPlainString();
            case "boolean" -> truth(text);
            case "date" ->
                LocalDate.parse(text.substring(0, Math.min(10, text.length()))).toString();
            case "datetime" -> Dates.lead(Dates.parse(text));
            case "email" -> email(text);
            default -> fitting(text);
        };
    }

    private String truth(String text) {
        return switch (text) {
            case "true", "1" -> "true";
            case "false", "0" -> "false";
            default -> throw invalid(text);
        };
    }

    private String email(String text) {
        // E-mail addresses must be ASCII: "Leads", "Create and Update".
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        if (!ascii || !text.matches("[^\\s@]+@[^\\s@]+\\.[^\\s@]+")) throw invalid(text);
        return fitting(text);
    }

    private String fitting(String text) {
        if (length.isPresent() && text.length() > length.getAsInt()) throw invalid(text);
        return text;
    }

    private SkippedRow invalid(String text) {
        return new SkippedRow("1003", "Invalid value for field '" + name + "' and value '" + text + "'");
    }
}
