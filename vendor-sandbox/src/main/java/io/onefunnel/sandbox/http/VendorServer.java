package io.onefunnel.sandbox.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.onefunnel.sandbox.Faults;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts one vendor on a loopback port. WireMock does the HTTP; this class turns its requests into {@link HttpCall}s and
 * serves the faults that every vendor has: latency, connections reset before or after the work was done, and an
 * answer that does not come from the vendor at all (a proxy's 503).
 */
public final class VendorServer implements AutoCloseable {
    private final WireMockServer server;
    private volatile int latencyMillis;

    /** Serves on {@code port} of the loopback interface; 0 chooses a free one. */
    public VendorServer(int port, Function<HttpCall, HttpAnswer> vendor, Faults faults) {
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .port(port)
                .disableRequestJournal()
                .containerThreads(64)
                // A vendor refuses a long address itself, with its own 414.
                .jettyHeaderRequestSize(64 * 1024)
                .maxRequestJournalEntries(0)
                .stubRequestLoggingDisabled(true)
                .gzipDisabled(false)
                .extensions(new Answering(vendor, faults)));
        server.stubFor(any(anyUrl()).willReturn(WireMock.aResponse()));
    }

    public void start() {
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** How long every answer is held back; latency of the network and of the vendor together. */
    public void latency(int millis) {
        latencyMillis = millis;
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Answering implements ResponseDefinitionTransformerV2 {
        private final Function<HttpCall, HttpAnswer> vendor;
        private final Faults faults;

        Answering(Function<HttpCall, HttpAnswer> vendor, Faults faults) {
            this.vendor = vendor;
            this.faults = faults;
        }

        @Override
        public String getName() {
            return "vendor";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            HttpCall call = callOf(event.getRequest());
            if (faults.take("reset-before", call).isPresent()) return reset();
            Optional<Faults.Fault> status = faults.take("status", call);
            if (status.isPresent()) return definition(foreign(status.get()), 0);
            int delay = latencyMillis
                    + faults.take("latency", call)
                            .map(fault -> Integer.parseInt(fault.params().getOrDefault("ms", "0")))
                            .orElse(0);
            boolean resetAfter = faults.take("reset-after", call).isPresent();
            HttpAnswer answer = vendor.apply(call);
            return resetAfter ? reset() : definition(answer, delay);
        }

        private ResponseDefinition reset() {
            return new ResponseDefinitionBuilder()
                    .withFault(Fault.CONNECTION_RESET_BY_PEER)
                    .build();
        }

        private HttpAnswer foreign(Faults.Fault fault) {
            Map<String, String> params = fault.params();
            HttpAnswer answer = HttpAnswer.of(
                    Integer.parseInt(params.getOrDefault("status", "503")),
                    params.getOrDefault("contentType", "text/html"),
                    params.getOrDefault("body", "<html><body>Service Unavailable</body></html>"));
            String retryAfter = params.get("retryAfter");
            return retryAfter == null ? answer : answer.with("Retry-After", retryAfter);
        }

        private ResponseDefinition definition(HttpAnswer answer, int delay) {
            ResponseDefinitionBuilder response =
                    WireMock.aResponse().withStatus(answer.status()).withBody(answer.body());
            answer.headers().forEach(response::withHeader);
            if (delay > 0) response.withFixedDelay(delay);
            return response.build();
        }
    }

    private static HttpCall callOf(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders()
                .all()
                .forEach(header -> headers.putIfAbsent(header.key().toLowerCase(Locale.ROOT), header.firstValue()));
        byte[] body = request.getBody();
        return new HttpCall(
                request.getMethod().getName(), request.getUrl(), headers, body == null ? new byte[0] : body);
    }
}
