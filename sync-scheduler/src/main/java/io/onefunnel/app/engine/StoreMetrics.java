package io.onefunnel.app.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is stored and what waits, as gauges that ask the store when they are scraped. */
public final class StoreMetrics {
    private StoreMetrics() {}

    public static void bind(MeterRegistry registry, Installation installation) {
        Gauge.builder(
                        "onefunnel.people",
                        installation,
                        each -> each.store().people().count())
                .description("Resolved people")
                .register(registry);
        Gauge.builder(
                        "onefunnel.pending",
                        installation,
                        each -> each.store().pending().changes().size())
                .description("Records that differ from what they should hold")
                .register(registry);
        Gauge.builder(
                        "onefunnel.waiting",
                        installation,
                        each -> each.store()
                                .decisions()
                                .waiting(each.clock().instant(), each.inputs().hash()))
                .description("People who wait for a decision")
                .register(registry);
        Gauge.builder(
                        "onefunnel.shortfalls",
                        installation,
                        each -> each.store().runs().openShortfalls().size())
                .description("Shortfalls of the latest run of each step")
                .register(registry);
    }
}
