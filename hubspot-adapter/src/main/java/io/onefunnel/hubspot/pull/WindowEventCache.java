package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects.Span;
import io.onefunnel.hubspot.client.VendorObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events that the rows of an object's last window tell of: a contact that converted has changed, so that its own
 * window shows the conversion, and no second search is spent on it.
 */
final class WindowEventCache {
    /** So many rows with an event are remembered; a longer window is searched again for its events. */
    private static final int MOST = 20_000;

    /** A window that was read from its beginning to its end. */
    record Seen(Span window, List<VendorObject> objects) {}

    private final Map<String, List<VendorObject>> reading = new HashMap<>();
    private final Map<String, Seen> windows = new HashMap<>();

    /** A window of the object type begins; what was known of the one before is forgotten. */
    void begin(String object) {
        windows.remove(object);
        reading.put(object, new ArrayList<>());
    }

    void add(String object, List<VendorObject> rows, Set<String> stamps) {
        List<VendorObject> found = reading.get(object);
        if (found == null || stamps.isEmpty()) return;
        for (VendorObject row : rows) {
            boolean tells = stamps.stream().anyMatch(stamp -> !row.value(stamp).isEmpty());
            if (tells) found.add(row);
        }
        if (found.size() > MOST) reading.remove(object);
    }

    void complete(String object, Span window) {
        List<VendorObject> found = reading.remove(object);
        if (found != null) windows.put(object, new Seen(window, found));
    }

    /** The last window of the object type, if it leaves no gap after {@code upTo} and goes further. */
    Optional<Seen> after(String object, long from, long upTo) {
        return Optional.ofNullable(windows.get(object))
                .filter(seen -> seen.window().from() <= from && seen.window().to() > upTo);
    }
}
