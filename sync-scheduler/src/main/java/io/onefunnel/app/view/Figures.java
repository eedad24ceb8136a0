package io.onefunnel.app.view;

import io.onefunnel.app.engine.Kept;
import io.onefunnel.state.Store;
import java.time.InstantSource;

/** What pages and machines are told about the whole store; see {@link Kept}. */
public record Figures(Kept<Standing> standing, Kept<FunnelView> funnel) implements AutoCloseable {
    /** @param inputsHash of what decisions are made with now */
    public static Figures of(Store store, String inputsHash, InstantSource clock) {
        return new Figures(
                new Kept<>(() -> Standing.of(store, inputsHash, clock.instant())),
                new Kept<>(() -> FunnelView.of(store.reports(), clock.instant())));
    }

    /** To be called when something may have changed. */
    public void refresh() {
        standing.refresh();
        funnel.refresh();
    }

    @Override
    public void close() {
        standing.close();
        funnel.close();
    }
}
