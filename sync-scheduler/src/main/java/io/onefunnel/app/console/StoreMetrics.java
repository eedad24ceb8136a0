package io.onefunnel.app.console;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.onefunnel.app.engine.Kept;
import io.onefunnel.app.view.Standing;
import java.util.function.ToDoubleFunction;

/** What is stored and what waits, as gauges that say what was counted last. A scrape asks the store nothing. */
final class StoreMetrics {
    private final MeterRegistry registry;
    private final Kept<Standing> standing;

    private StoreMetrics(MeterRegistry registry, Kept<Standing> standing) {
        this.registry = registry;
        this.standing = standing;
    }

    static void bind(MeterRegistry registry, Kept<Standing> standing) {
        StoreMetrics metrics = new StoreMetrics(registry, standing);
        metrics.gauge("people", "Resolved people", Standing::people);
        metrics.gauge("pending", "Records that differ from what they should hold", Standing::changes);
        metrics.gauge("waiting", "People who wait for a decision", Standing::forDecision);
        metrics.gauge("shortfalls", "Shortfalls of the latest run of each step", Standing::shortfalls);
        metrics.gauge(
                "counted.timestamp.seconds",
                "When these were counted, as seconds since 1970",
                counted -> counted.at().getEpochSecond());
    }

    /** No number before the first count: a gauge that says 0 would be believed. */
    private void gauge(String name, String description, ToDoubleFunction<Standing> figure) {
        Gauge.builder(
                        "onefunnel." + name,
                        standing,
                        each -> each.latest().map(figure::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .register(registry);
    }
}
