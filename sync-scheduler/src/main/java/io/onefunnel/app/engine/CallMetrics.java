package io.onefunnel.app.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext.CallListener;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;

/**
 * Every call to a vendor, as a timer by connection, operation and outcome, and what was done again as counters: names from
 * small fixed sets alone.
 */
final class CallMetrics implements Installation.CallWatch {
    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CallListener of(ConnectionId connection) {
        return new CallListener() {
            @Override
            public void called(String operation, Duration took, String outcome) {
                Timer.builder("onefunnel.vendor.calls")
                        .description("Calls to the vendors")
                        .tag("connection", connection.value())
                        .tag("operation", operation)
                        .tag("outcome", outcome)
                        .register(registry)
                        .record(took);
            }

            @Override
            public void retried(String operation, int attempt, AdapterErrorCode code) {
                count("onefunnel.call.retries", "What was done again after a failure", operation, code);
            }

            @Override
            public void gaveUp(String operation, int attempts, AdapterErrorCode code) {
                count("onefunnel.call.given.up", "What failed once too often", operation, code);
            }

            private void count(String name, String description, String operation, AdapterErrorCode code) {
                Counter.builder(name)
                        .description(description)
                        .tag("connection", connection.value())
                        .tag("operation", operation)
                        .tag("code", code.name())
                        .register(registry)
                        .increment();
            }
        };
    }
}
