package io.onefunnel.sandbox.marketo.api;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The instance's settings, each with its default; {@code MarketoInstance} says what they mean. */
public final class InstanceSettings {
    /** The user of the one custom service, whose name activities and usage tell. */
    public static final String API_USER = "onefunnel.api@sandbox.example";

    private final Map<String, String> values = new TreeMap<>(Map.ofEntries(
            Map.entry("limits", "on"),
            Map.entry("callsPer20Seconds", "100"),
            Map.entry("concurrency", "10"),
            Map.entry("apiCallsPerDay", "50000"),
            Map.entry("tokenLifetimeSeconds", "3600"),
            Map.entry("nativeSync", "off"),
            Map.entry("emptyPageEvery", "0"),
            Map.entry("bulkUpdatedAt", "on"),
            Map.entry("bulkSeconds", "0"),
            Map.entry("exportMegabytesPerDay", "500"),
            Map.entry("mergeLosersInDeleted", "off"),
            Map.entry("nativeSyncReads", "off"),
            Map.entry("opportunityActivities", "on"),
            Map.entry("racingUpserts", "on"),
            Map.entry("retentionDays", "0"),
            Map.entry("deletedLeadDays", "14")));

    public synchronized void set(String key, String value) {
        String present = values.get(key);
        if (present == null)
            throw new IllegalArgumentException("Marketo has no setting " + key + ", but " + values.keySet());
        boolean isSwitch = present.equals("on") || present.equals("off");
        if (isSwitch && !value.equals("on") && !value.equals("off")) {
            throw new IllegalArgumentException(key + " is on or off, not " + value);
        }
        if (!isSwitch && !value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(key + " is a whole number, not " + value);
        }
        values.put(key, value);
    }

    public boolean on(String key) {
        return get(key).equals("on");
    }

    public int number(String key) {
        return Integer.parseInt(get(key));
    }

    public synchronized Map<String, String> all() {
        return new TreeMap<>(values);
    }

    private synchronized String get(String key) {
        return Optional.ofNullable(values.get(key)).orElseThrow(() -> new IllegalArgumentException(key));
    }
}
