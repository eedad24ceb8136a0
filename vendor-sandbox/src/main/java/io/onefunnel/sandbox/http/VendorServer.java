package io.onefunnel.sandbox.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts one vendor on a loopback port. WireMock does the HTTP; this class turns its requests into {@link HttpCall}s and
 * serves the faults that every vendor has: latency, connections reset before or after the work was done, and an
 * answer that does not come from the vendor at all (a proxy's 503).
 */
public final class VendorServer implements AutoCloseable {
    private final WireMockServer server;
    private final Map<UUID, Supplier<InputStream>> streams = new ConcurrentHashMap<>();
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
                // Answers that are held back wait without a thread.
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(16)
                .maxRequestJournalEntries(0)
                // Else every body is copied for a log that nobody keeps.
                .maxLoggedResponseSize(0)
                .stubRequestLoggingDisabled(true)
                .gzipDisabled(false)
                .extensions(new Answering(vendor, faults), new Streaming()));
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
            HttpAnswer answer = vendor.apply(call.heldFor(Duration.ofMillis(delay)));
            if (resetAfter) return reset();
            if (faults.take("cut", call).isPresent()) answer = half(answer);
            Supplier<InputStream> stream = answer.stream();
            if (stream != null) streams.put(event.getId(), stream);
            return definition(answer, delay);
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
            String location = params.get("location");
            if (location != null) answer = answer.with("Location", location);
            String retryAfter = params.get("retryAfter");
            return retryAfter == null ? answer : answer.with("Retry-After", retryAfter);
        }

        /** As a proxy hands it on that gave up in the middle. */
        private static HttpAnswer half(HttpAnswer answer) {
            Supplier<InputStream> stream = answer.stream();
            byte[] body = answer.body();
            if (stream != null) {
                try (InputStream all = stream.get()) {
                    body = all.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return new HttpAnswer(answer.status(), answer.headers(), Arrays.copyOf(body, body.length / 2));
        }

        private ResponseDefinition definition(HttpAnswer answer, int delay) {
            ResponseDefinitionBuilder response =
                    WireMock.aResponse().withStatus(answer.status()).withBody(answer.body());
            answer.headers().forEach(response::withHeader);
            if (delay > 0) response.withFixedDelay(delay);
            return response.build();
        }
    }

    /** Puts a body that is written while it is sent in the place of the empty one. */
    private final class Streaming implements ResponseTransformerV2 {
        @Override
        public String getName() {
            return "stream";
        }

        @Override
        public Response transform(Response response, ServeEvent event) {
            Supplier<InputStream> stream = streams.remove(event.getId());
            return stream == null
                    ? response
                    : Response.Builder.like(response).but().body(stream::get).build();
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
