package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext.CallListener;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallListener calls = new CallMetrics(registry).of(new ConnectionId("hubspot"));

    @Test
    void countsCallsByTheirOutcome() {
        calls.called("search contacts", Duration.ofMillis(120), "ok");
        calls.called("search contacts", Duration.ofMillis(80), "RATE_LIMITED");

        assertThat(registry.scrape())
                .contains(
                        "onefunnel_vendor_calls_seconds_count{connection=\"hubspot\",operation=\"search contacts\",outcome=\"ok\"} 1",
                        "outcome=\"RATE_LIMITED\"} 1");
    }

    @Test
    void countsWhatWasDoneAgainAndWhatWasGivenUpByTheFailuresCode() {
        calls.retried("search contacts", 1, AdapterErrorCode.RATE_LIMITED);
        calls.retried("search contacts", 2, AdapterErrorCode.RATE_LIMITED);
        calls.gaveUp("search contacts", 3, AdapterErrorCode.UNREACHABLE);

        String labels = "connection=\"hubspot\",operation=\"search contacts\"}";
        assertThat(registry.scrape())
                .contains(
                        "onefunnel_call_retries_total{code=\"RATE_LIMITED\"," + labels + " 2.0",
                        "onefunnel_call_given_up_total{code=\"UNREACHABLE\"," + labels + " 1.0");
    }
}
