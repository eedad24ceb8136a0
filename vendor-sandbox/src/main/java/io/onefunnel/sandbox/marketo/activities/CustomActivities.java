package io.onefunnel.sandbox.marketo.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.RowFaults;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.store.Activity;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Add Custom Activities: written once, never changed, with no idempotency key at the vendor. */
public final class CustomActivities {
    private static final int MOST_BYTES = 65_536;

    private final LeadDatabase database;
    private final CustomActivityTypes types;
    private final WriteAudit audit;
    private final Faults faults;
    private final Set<String> ledger = new HashSet<>();

    public CustomActivities(LeadDatabase database, CustomActivityTypes types, WriteAudit audit, Faults faults) {
        this.database = database;
        this.types = types;
        this.audit = audit;
        this.faults = faults;
    }

    /** Adds the endpoint that appends to the log. */
    public void serve(Routes routes) {
        routes.on("POST", "rest/v1/activities/external.json", "add custom activities", this::add);
    }

    private HttpAnswer add(ApiCall call) {
        RowFaults rowFaults = RowFaults.of(faults, call);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            try {
                rowFaults.next();
                rows.add(add(record));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(Replies.object(), why, "errors"));
            }
        }
        return Replies.result(call, rows);
    }

    private ObjectNode add(JsonNode record) {
        int leadId = record.path("leadId").asInt();
        int typeId = record.path("activityTypeId").asInt();
        String primary = record.path("primaryAttributeValue").asText("");
        CustomActivityType type =
                types.approved(typeId).orElseThrow(() -> new SkippedRow("1013", "Custom activity type not found"));
        if (database.leads().find(leadId).isEmpty()) throw new SkippedRow("1004", "Lead not found");
        if (primary.isEmpty())
            throw new SkippedRow("1002", "Missing value for required parameter 'primaryAttributeValue'");
        Map<String, String> attributes = attributes(record, type.live());
        Activity activity = LeadDatabase.activity(leadId, typeId, date(record), 0, primary, attributes);
        database.log().append(activity);
        // An outcome may come twice, for two opportunities; what tells one event from another is its ledger key.
        String key = attributes.getOrDefault("Ledger Key", primary);
        boolean repeated = !ledger.add(leadId + " " + typeId + " " + key);
        Map<String, String> sent = new LinkedHashMap<>(attributes);
        sent.put("primaryAttributeValue", primary);
        sent.put("activityTypeId", Integer.toString(typeId));
        audit.wrote(database.now(), "append", "lead", Integer.toString(leadId), sent, repeated);
        return Replies.object()
                .put("id", activity.id())
                .put("marketoGUID", Long.toString(activity.id()))
                .put("status", "added");
    }

    /** Written by API name, read by display name. */
    private static Map<String, String> attributes(JsonNode record, CustomActivityType.Version type) {
        Map<String, String> attributes = new LinkedHashMap<>();
        int bytes = 0;
        for (JsonNode each : record.path("attributes")) {
            String apiName = each.path("apiName").asText(each.path("name").asText(""));
            CustomActivityType.Attribute attribute = Optional.ofNullable(
                            type.attributes().get(apiName))
                    .orElseThrow(() -> new SkippedRow("1006", "Field '" + apiName + "' not found"));
            String value = each.path("value").asText("");
            bytes += value.getBytes(StandardCharsets.UTF_8).length;
            if (!fits(attribute.dataType(), value)) {
                throw new SkippedRow("1003", "Invalid value for field '" + apiName + "' and value '" + value + "'");
            }
            // Empty attributes are left out: "Activities", "Query".
            if (!value.isEmpty()) attributes.put(attribute.name(), value);
        }
        if (bytes > MOST_BYTES) throw new SkippedRow("1049", "Attributes exceed 65536 bytes");
        return attributes;
    }

    private static boolean fits(String dataType, String value) {
        if (value.isEmpty()) return true;
        try {
            switch (dataType) {
                case "integer" -> Long.parseLong(value);
                case "float", "currency" -> new BigDecimal(value);
                case "date", "datetime" -> Dates.parse(value);
                case "boolean" -> {
                    return value.equals("true") || value.equals("false");
                }
                default -> {
                    return true;
                }
            }
            return true;
        } catch (NumberFormatException | DateTimeException notOfType) {
            return false;
        }
    }

    private static Instant date(JsonNode record) {
        String text = record.path("activityDate").asText("");
        try {
            return Dates.parse(text);
        } catch (DateTimeException notADate) {
            throw new SkippedRow("1003", "Invalid value for field 'activityDate' and value '" + text + "'");
        }
    }
}
