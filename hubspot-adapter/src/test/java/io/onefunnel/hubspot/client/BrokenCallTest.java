package io.onefunnel.hubspot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.onefunnel.http.VendorHttp;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A call without an answer that counts")
class BrokenCallTest {
    private static final VendorHttp.Patience LITTLE =
            new VendorHttp.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500), 1 << 20);

    @Test
    @DisplayName("came to nobody only where no connection was made")
    void onlyAConnectionIsUnreachable() {
        for (IOException e : new IOException[] {
            new ConnectException("refused"),
            new UnknownHostException("x"),
            new SocketTimeoutException("Connect timed out")
        }) {
            assertThat(BrokenCall.of(e, null))
                    .isEqualTo(new BrokenCall(AdapterErrorCode.UNREACHABLE, "HubSpot cannot be reached", true));
        }
        assertThat(BrokenCall.of(new ProtocolException("unexpected end of stream"), null)
                        .neverSent())
                .isFalse();
        assertThat(BrokenCall.of(new SocketTimeoutException("timeout"), null).code())
                .isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'<html>'|UNEXPECTED_RESPONSE",
                "'{}'|UNEXPECTED_RESPONSE",
                "'{\"results\":[{\"id\":'|VENDOR_UNAVAILABLE",
                "''|VENDOR_UNAVAILABLE"
            })
    @DisplayName("is called by what came: something else, or half of it")
    void whatCameIsNamed(String body, AdapterErrorCode code) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (HubSpotClient.Reader<?> reader :
                new HubSpotClient.Reader<?>[] {WholeAnswer.list("id"), ObjectPageReader::page}) {
            IOException e = catchThrowableOfType(IOException.class, () -> reader.read(new ByteArrayInputStream(bytes)));

            assertThat(BrokenCall.of(e, null).code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, UNEXPECTED_RESPONSE, larger than 1 MiB", "false, VENDOR_UNAVAILABLE, did not end in time"})
    @DisplayName("is none of the network's faults when the answer has no end")
    void anEndlessAnswerIsNamed(boolean fast, AdapterErrorCode code, String words) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                byte[] chunk = new byte[fast ? 1 << 16 : 1];
                while (true) {
                    exchange.getResponseBody().write(chunk);
                    exchange.getResponseBody().flush();
                    if (!fast) Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        OkHttpClient client = VendorHttp.client(LITTLE).build();
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .build();
        try (Response response = client.newCall(request).execute()) {
            IOException e = catchThrowableOfType(
                    IOException.class, () -> response.body().byteStream().readAllBytes());

            BrokenCall broken = BrokenCall.of(e, response);

            assertThat(broken.code()).isEqualTo(code);
            assertThat(broken.what()).contains(words);
            assertThat(broken.neverSent()).isFalse();
        } finally {
            server.stop(0);
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
