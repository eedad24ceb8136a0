package io.onefunnel.app.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext.CallListener;

/** Every call to a vendor, as a timer by connection, operation and outcome: names from small fixed sets alone. */
final class CallMetrics implements Installation.CallWatch {
    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CallListener of(ConnectionId connection) {
        return (operation, took, outcome) -> Timer.builder("onefunnel.vendor.calls")
                .description("Calls to the vendors")
                .tag("connection", connection.value())
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }
}
