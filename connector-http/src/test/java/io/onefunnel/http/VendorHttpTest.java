package io.onefunnel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The HTTP client of an adapter")
class VendorHttpTest {
    private static final VendorHttp.Patience PATIENCE =
            new VendorHttp.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(1_500), 1 << 20);

    private final OkHttpClient client = VendorHttp.client(PATIENCE).build();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    /** What the server does with a request: heads, bytes, or waiting between them. */
    @FunctionalInterface
    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stops() {
        server.stop(0);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private void answers(Answer answer) {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            try (exchange) {
                answer.give(exchange);
            }
        });
    }

    private Response ask() throws IOException {
        return client.newCall(new Request.Builder()
                        .url("http://127.0.0.1:" + server.getAddress().getPort() + "/a")
                        .header("Authorization", "Bearer secret")
                        .build())
                .execute();
    }

    @ParameterizedTest
    @CsvSource({
        "301, https://elsewhere.example/b?token=1, https://elsewhere.example",
        "302, //other.example:8443/x, http://other.example:8443",
        "307, /b, http://127.0.0.1",
        "308, , an address that it does not name"
    })
    @DisplayName("follows no redirect and says where it leads, without what stands behind the host")
    void redirect(int status, String location, String to) throws IOException {
        answers(exchange -> {
            if (location != null) exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
        });
        try (Response response = ask()) {
            assertThat(VendorHttp.movedTo(response).orElseThrow())
                    .startsWith(to)
                    .doesNotContain("token");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    @DisplayName("unpacks no more than was agreed, however small it came")
    void bomb() {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream packed = new GZIPOutputStream(exchange.getResponseBody())) {
                byte[] zeros = new byte[1 << 16];
                for (int i = 0; i < 1_000; i++) packed.write(zeros);
            }
        });
        assertThatThrownBy(() -> {
                    try (Response response = ask()) {
                        response.body().bytes();
                    }
                })
                .isInstanceOf(AnswerTooLargeException.class)
                .hasMessage("the answer of 127.0.0.1 is larger than 1 MiB");
    }

    @Test
    @DisplayName("gives up on an answer that drips for ever")
    void drip() {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                await(Duration.ofMillis(100));
            }
        });
        assertThatThrownBy(() -> {
                    try (Response response = ask()) {
                        response.body().bytes();
                    }
                })
                .isInstanceOf(InterruptedIOException.class);
    }

    private static void await(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Test
    @DisplayName("with another patience keeps what an adapter added, and has the one limit that was given last")
    void anotherPatience() throws IOException {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[2 << 20]);
        });
        AtomicInteger seen = new AtomicInteger();
        OkHttpClient counted = VendorHttp.client(PATIENCE)
                .addInterceptor(chain -> {
                    seen.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        VendorHttp.Patience more =
                new VendorHttp.Patience(PATIENCE.connect(), PATIENCE.silence(), PATIENCE.call(), 4 << 20);
        OkHttpClient patient = VendorHttp.with(counted, more);
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + "/a")
                .build();

        try (Response response = patient.newCall(request).execute()) {
            assertThat(response.body().bytes()).hasSize(2 << 20);
        }
        assertThat(seen).hasValue(1);
        assertThat(patient.followRedirects()).isFalse();
    }

    @Test
    @DisplayName("reads what is whole, packed or not, up to what was agreed")
    void whole() throws IOException {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream packed = new GZIPOutputStream(exchange.getResponseBody())) {
                packed.write(new byte[1 << 20]);
            }
        });
        try (Response response = ask()) {
            assertThat(response.body().bytes()).hasSize(1 << 20);
            assertThat(VendorHttp.movedTo(response)).isEmpty();
        }
    }
}
