package io.onefunnel.sandbox.marketo.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.List;
import java.util.Set;

/** The {@code schema/fields} endpoints, which every record type has alike. */
public final class SchemaPages {
    // The enumeration in the definition CreateLeadField.
    private static final Set<String> DATA_TYPES = Set.of(
            "boolean",
            "currency",
            "date",
            "datetime",
            "email",
            "float",
            "integer",
            "percent",
            "phone",
            "score",
            "string",
            "url");

    private final FieldSchema schema;

    public SchemaPages(FieldSchema schema) {
        this.schema = schema;
    }

    /**
     * Adds the field lists of one record type.
     *
     * @param records the type as paths name it
     * @param open whether the API may add to them
     */
    public void serve(Routes routes, String records, boolean open) {
        String fields = "rest/v1/" + records + "/schema/fields";
        String operation = "fields of " + records;
        routes.on("GET", fields + ".json", operation, this::all)
                .on("GET", fields + "/{fieldApiName}.json", operation, this::one);
        if (!open) return;
        routes.on("POST", fields + ".json", "create " + operation, this::create)
                .on("POST", fields + "/{fieldApiName}.json", "update " + operation, this::update);
    }

    private HttpAnswer all(ApiCall call) {
        return Replies.pageOfMore(call, Page.of(call, List.copyOf(schema.all()), SchemaPages::shape));
    }

    private HttpAnswer one(ApiCall call) {
        return Replies.result(call, shape(field(call)));
    }

    private HttpAnswer create(ApiCall call) {
        return Replies.result(call, call.input().stream().map(this::created).toList());
    }

    /** Names and types are for ever; the display name may change, and the field may be hidden from the API. */
    private HttpAnswer update(ApiCall call) {
        SchemaField field = field(call);
        JsonNode asked = call.input().get(0);
        if (!field.custom()) throw new Refusal("1003", "Field '" + field.name() + "' is not a custom field");
        if (asked.hasNonNull("displayName")) {
            schema.rename(field.name(), asked.path("displayName").asText());
        }
        if (asked.path("isHidden").asBoolean(false)) schema.hide(field.name());
        return Replies.result(call, Replies.object().put("name", field.name()).put("status", "updated"));
    }

    private ObjectNode created(JsonNode asked) {
        String name = asked.path("name").asText("");
        String dataType = asked.path("dataType").asText("string");
        ObjectNode row = Replies.object().put("name", name);
        try {
            if (!DATA_TYPES.contains(dataType)) {
                throw new SkippedRow("1003", "Invalid value for field 'dataType' and value '" + dataType + "'");
            }
            schema.create(name, asked.path("displayName").asText(name), dataType);
            return row.put("status", "created");
        } catch (SkippedRow why) {
            return Replies.skipped(row, why, "reasons");
        }
    }

    private SchemaField field(ApiCall call) {
        String name = call.value("fieldApiName");
        return schema.find(name).orElseThrow(() -> new Refusal("1006", "Field '" + name + "' not found"));
    }

    private static ObjectNode shape(SchemaField field) {
        ObjectNode shape = Replies.object()
                .put("displayName", field.displayName())
                .put("name", field.name())
                .putNull("description")
                .put("dataType", field.dataType());
        field.length().ifPresent(length -> shape.put("length", length));
        return shape.put("isHidden", false)
                .put("isHtmlEncodingInEmail", true)
                .put("isSensitive", false)
                .put("isCustom", field.custom())
                .put("isApiCreated", field.byApi());
    }
}
