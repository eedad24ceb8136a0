package io.onefunnel.app.console.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of the latest plans, by the plan's id; older ones are forgotten. */
final class LatestPlans<T> {
    private static final int KEPT = 200;

    private final Map<String, T> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > KEPT;
        }
    };

    synchronized void put(String id, T known) {
        latest.put(id, known);
    }

    synchronized Optional<T> find(String id) {
        return Optional.ofNullable(latest.get(id));
    }

    /** Takes it away, so that pressing a button twice does nothing twice. */
    synchronized Optional<T> take(String id) {
        return Optional.ofNullable(latest.remove(id));
    }
}
