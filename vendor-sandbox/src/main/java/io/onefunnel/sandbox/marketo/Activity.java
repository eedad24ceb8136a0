package io.onefunnel.sandbox.marketo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of the activity log. Epoch seconds and one flat array of names and values: there are a million of them. */
final class Activity {
    private final int leadId;
    private final int typeId;
    private final long epochSecond;
    private final long primaryId;
    private final @Nullable String primary;
    private final String[] attributes;
    private long id;

    Activity(int leadId, int typeId, long epochSecond, long primaryId, @Nullable String primary, String[] attributes) {
        this.leadId = leadId;
        this.typeId = typeId;
        this.epochSecond = epochSecond;
        this.primaryId = primaryId;
        this.primary = primary;
        this.attributes = attributes;
    }

    /** Given once, when the log takes it in. */
    void id(long given) {
        id = given;
    }

    long id() {
        return id;
    }

    int leadId() {
        return leadId;
    }

    int typeId() {
        return typeId;
    }

    long epochSecond() {
        return epochSecond;
    }

    long primaryId() {
        return primaryId;
    }

    @Nullable
    String primary() {
        return primary;
    }

    int attributeCount() {
        return attributes.length / 2;
    }

    String attributeName(int index) {
        return attributes[2 * index];
    }

    String attributeValue(int index) {
        return attributes[2 * index + 1];
    }

    String attribute(String name) {
        for (int i = 0; i < attributeCount(); i++) if (attributeName(i).equals(name)) return attributeValue(i);
        return "";
    }

    static String[] attributes(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .flatMap(each -> List.of(each.getKey().intern(), each.getValue()).stream())
                .toArray(String[]::new);
    }
}
