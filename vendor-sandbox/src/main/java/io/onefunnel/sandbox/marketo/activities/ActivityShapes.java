package io.onefunnel.sandbox.marketo.activities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.store.Activity;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import java.time.Instant;

/** How a row of the log is written, in a stream and in an extract. */
public final class ActivityShapes {
    private static final int DELETE_LEAD = 37;

    private final LeadDatabase database;
    private final CustomActivityTypes customTypes;

    public ActivityShapes(LeadDatabase database, CustomActivityTypes customTypes) {
        this.database = database;
        this.customTypes = customTypes;
    }

    ObjectNode activity(Activity activity) {
        ObjectNode shape = head(activity);
        shape.put("primaryAttributeValueId", activity.primaryId());
        if (activity.primary() != null) shape.put("primaryAttributeValue", activity.primary());
        attributes(activity, shape.putArray("attributes"), "");
        return shape;
    }

    /** A change with the field's REST name and both values; the rest stays an attribute. */
    ObjectNode leadChange(Activity activity) {
        ObjectNode shape = head(activity);
        ArrayNode fields = shape.putArray("fields");
        if (activity.typeId() == 13) {
            String before = activity.attribute("Old Value");
            String after = activity.attribute("New Value");
            ObjectNode field =
                    fields.addObject().put("id", activity.primaryId()).put("name", fieldName(activity));
            field.put("newValue", after.isEmpty() ? null : after).put("oldValue", before.isEmpty() ? null : before);
        }
        attributes(activity, shape.putArray("attributes"), "Value");
        return shape;
    }

    String fieldName(Activity change) {
        return database.schema().nameOf(Math.toIntExact(change.primaryId()));
    }

    public ObjectNode attributesByName(Activity activity) {
        ObjectNode byName = Replies.object();
        for (int i = 0; i < activity.attributeCount(); i++) {
            byName.set(activity.attributeName(i), value(activity, i));
        }
        return byName;
    }

    private ObjectNode head(Activity activity) {
        // A deletion stays with the lead that is gone; everything else went over to the winner of a merge.
        int leadId = activity.typeId() == DELETE_LEAD
                ? activity.leadId()
                : database.leads().survivor(activity.leadId());
        return Replies.object()
                .put("id", activity.id())
                .put("marketoGUID", Long.toString(activity.id()))
                .put("leadId", leadId)
                .put("activityDate", Dates.lead(Instant.ofEpochSecond(activity.epochSecond())))
                .put("activityTypeId", activity.typeId());
    }

    private void attributes(Activity activity, ArrayNode into, String withoutEnding) {
        for (int i = 0; i < activity.attributeCount(); i++) {
            String name = activity.attributeName(i);
            if (!withoutEnding.isEmpty() && name.endsWith(withoutEnding)) continue;
            ObjectNode attribute = into.addObject().put("name", name);
            attribute.set("value", value(activity, i));
        }
    }

    private JsonNode value(Activity activity, int index) {
        String text = activity.attributeValue(index);
        String name = activity.attributeName(index);
        String dataType = customTypes.dataType(activity.typeId(), name).orElseGet(() -> ActivityTypes.dataType(name));
        try {
            return switch (dataType) {
                case "integer" -> LongNode.valueOf(Long.parseLong(text));
                case "boolean" -> BooleanNode.valueOf(Boolean.parseBoolean(text));
                case "array" -> Replies.JSON.readTree(text);
                default -> TextNode.valueOf(text);
            };
        } catch (NumberFormatException | JsonProcessingException asWritten) {
            return TextNode.valueOf(text);
        }
    }
}
