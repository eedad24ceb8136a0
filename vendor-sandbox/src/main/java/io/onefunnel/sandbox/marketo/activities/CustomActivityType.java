package io.onefunnel.sandbox.marketo.activities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Replies;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One custom activity type: a draft, and once approved a live version that records are written by. */
final class CustomActivityType {
    // "Activities", "Custom Activity Types".
    static final Set<String> DATA_TYPES = Set.of(
            "string", "boolean", "integer", "float", "link", "email", "currency", "date", "datetime", "phone", "text");

    record Attribute(String apiName, String name, String description, String dataType) {
        ObjectNode shape() {
            return Replies.object()
                    .put("apiName", apiName)
                    .put("name", name)
                    .put("description", description)
                    .put("dataType", dataType);
        }
    }

    /** @param words name, trigger name, filter name and description */
    record Version(Map<String, String> words, Attribute primary, Map<String, Attribute> attributes) {
        Version copy() {
            return new Version(words, primary, new LinkedHashMap<>(attributes));
        }
    }

    private final int id;
    private final String apiName;
    private final Instant createdAt;
    private Instant updatedAt;
    private Version draft;
    private @Nullable Version live;
    private boolean changed;

    CustomActivityType(int id, String apiName, Map<String, String> words, Attribute primary, Instant createdAt) {
        this.id = id;
        this.apiName = apiName;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.draft = new Version(words, primary, new LinkedHashMap<>());
    }

    int id() {
        return id;
    }

    String apiName() {
        return apiName;
    }

    boolean approved() {
        return live != null;
    }

    Version draft() {
        return draft;
    }

    Version live() {
        return Objects.requireNonNull(live);
    }

    void reword(Map<String, String> words, Instant now) {
        draft = new Version(words, draft.primary(), draft.attributes());
        changed(now);
    }

    void changed(Instant now) {
        changed = true;
        updatedAt = now;
    }

    void approve(Instant now) {
        live = draft.copy();
        changed = false;
        updatedAt = now;
    }

    void discardDraft() {
        draft = live().copy();
        changed = false;
    }

    ObjectNode shape(boolean ofDraft) {
        Version version = ofDraft || live == null ? draft : live;
        ObjectNode shape = Replies.object().put("id", id).put("apiName", apiName);
        version.words().forEach(shape::put);
        shape.put("createdAt", Dates.lead(createdAt))
                .put("updatedAt", Dates.lead(updatedAt))
                .put("status", status());
        shape.set("primaryAttribute", version.primary().shape());
        ArrayNode attributes = shape.putArray("attributes");
        version.attributes().values().forEach(each -> attributes.add(each.shape()));
        return shape;
    }

    private String status() {
        if (live == null) return "draft";
        return changed ? "approved with draft" : "approved";
    }
}
