package io.onefunnel.app.view;

import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Kept;
import io.onefunnel.state.Store;
import java.time.InstantSource;

/** What pages and machines are told about the whole store; see {@link Kept}. */
public record Figures(Kept<Standing> standing, Kept<FunnelView> funnel) {
    public static Figures of(Installation installation) {
        Store store = installation.store();
        InstantSource clock = installation.clock();
        return new Figures(
                new Kept<>(() -> Standing.of(store, installation.inputs().hash(), clock.instant())),
                new Kept<>(() -> FunnelView.of(store.reports(), clock.instant())));
    }

    /** To be called when something may have changed. */
    public void refresh() {
        standing.refresh();
        funnel.refresh();
    }
}
