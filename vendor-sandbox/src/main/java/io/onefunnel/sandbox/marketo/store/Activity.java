package io.onefunnel.sandbox.marketo.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of the activity log. Epoch seconds and one flat array of names and values: there are a million of them. */
public final class Activity {
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
    public void id(long given) {
        id = given;
    }

    public long id() {
        return id;
    }

    public int leadId() {
        return leadId;
    }

    public int typeId() {
        return typeId;
    }

    public long epochSecond() {
        return epochSecond;
    }

    public long primaryId() {
        return primaryId;
    }

    @Nullable
    public String primary() {
        return primary;
    }

    public int attributeCount() {
        return attributes.length / 2;
    }

    public String attributeName(int index) {
        return attributes[2 * index];
    }

    public String attributeValue(int index) {
        return attributes[2 * index + 1];
    }

    public String attribute(String name) {
        for (int i = 0; i < attributeCount(); i++) if (attributeName(i).equals(name)) return attributeValue(i);
        return "";
    }

    static String[] attributes(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .flatMap(each -> List.of(each.getKey().intern(), each.getValue()).stream())
                .toArray(String[]::new);
    }
}
