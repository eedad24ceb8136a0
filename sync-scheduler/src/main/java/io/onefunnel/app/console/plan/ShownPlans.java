package io.onefunnel.app.console.plan;

import io.onefunnel.writeback.PlanCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the latest plans that a page showed came to, by the plan's id: as much as whoever applies one has agreed to. */
public final class ShownPlans {
    private static final int KEPT = 200;

    private final Map<String, PlanCounts> shown = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PlanCounts> eldest) {
            return size() > KEPT;
        }
    };

    synchronized void keep(String id, PlanCounts counts) {
        shown.put(id, counts);
    }

    /** Takes it away, so that pressing the button twice does not apply it twice. */
    synchronized Optional<PlanCounts> take(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(shown.remove(id));
    }
}
