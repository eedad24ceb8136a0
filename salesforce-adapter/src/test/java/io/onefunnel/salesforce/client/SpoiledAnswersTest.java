package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectionException;
import io.onefunnel.http.VendorHttp.Patience;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.PlainVendor.Answer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not Salesforce's answer, or not all of it, and what an admin then reads. */
class SpoiledAnswersTest {
    private static final String QUERY = "SELECT Id FROM Lead";
    private static final String LIMITS = "/services/data/v65.0/limits";
    private static final String ROW =
            "<records xsi:type=\"sf:sObject\"><sf:type>Lead</sf:type><sf:Id>00Q000000000001AAA</sf:Id></records>";

    private static Answer page(int status) {
        return new Answer(status, "text/html", "<html><body>Please sign in</body></html>", Map.of());
    }

    @ParameterizedTest
    @CsvSource({"200, 3", "403, 1", "404, 1", "401, 1"})
    void aPageOfAProxyIsCalledOneAndNeitherARightNorASessionThatIsMissing(int status, int attempts) {
        try (PlainClient plain = new PlainClient(request -> page(status))) {
            AdapterException soap = refusal(() -> plain.client.query("query Lead", QUERY));
            AdapterException rest = refusal(() -> plain.client.rest("limits", "GET", LIMITS, null));

            for (AdapterException refused : new AdapterException[] {soap, rest}) {
                assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
                assertThat(refused)
                        .hasMessageContaining("not Salesforce's answer (text/html from " + plain.vendor.host() + ")");
                assertThat(refused.getMessage()).doesNotContain("Please").doesNotContain("SELECT");
            }
            assertThat(plain.vendor.soap()).hasSize(attempts);
            assertThat(plain.vendor.tokens()).hasSize(1);
        }
    }

    @Test
    void aRequestThatTimedOutOnItsWayIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (PlainClient plain = new PlainClient(
                request -> calls.getAndIncrement() == 0 ? page(408) : Answer.json(200, "{\"DailyApiRequests\":{}}"))) {
            plain.client.rest("limits", "GET", LIMITS, null, "DailyApiRequests");

            assertThat(calls.get()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<result><done>true</done><queryLocator xsi:nil=\"true\"/>" + ROW + "<size>2</size></result>",
                "<result><done>false</done><queryLocator xsi:nil=\"true\"/>" + ROW + "<size>2</size></result>",
                "<result><done>false</done><queryLocator>01g-1</queryLocator><size>2</size></result>",
                "<result/>",
                ""
            })
    void aQueryPageThatDoesNotHoldItsRowsIsNotTakenForTheEnd(String result) {
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("query", result))) {
            AdapterException refused = refusal(() -> plain.client.query("query Lead", QUERY));

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(plain.vendor.soap()).hasSize(3);
        }
    }

    @Test
    void pagesOfAHeldQueryAreAddedUp() {
        AtomicInteger queries = new AtomicInteger();
        try (PlainClient plain = new PlainClient(request -> request.body().contains("queryMore")
                ? PlainVendor.soap(
                        "queryMore",
                        "<result><done>true</done><queryLocator xsi:nil=\"true\"/>"
                                // The first time one row is missing.
                                + ROW.repeat(queries.get() == 1 ? 1 : 2)
                                + "<size>3</size></result>")
                : PlainVendor.soap(
                        "queryAll",
                        "<result><done>false</done><queryLocator>01g-" + queries.incrementAndGet() + "</queryLocator>"
                                + ROW + "<size>3</size></result>"))) {
            assertThat(QueryRows.all(plain.client, "read Lead", QUERY)).hasSize(3);
            assertThat(queries.get()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<result><id>00Q000000000001AAA</id><success>true</success></result>",
                "<result><success>true</success></result><result><success>true</success></result>",
                "<result><success>false</success></result><result><success>false</success></result>",
                ""
            })
    void aWriteWhoseResultsAreNotWholeHasAnUnknownOutcome(String results) {
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("update", results))) {
            assertThatThrownBy(() -> plain.client.write("update", soap -> SoapAnswers.saved(2, update(soap))))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(plain.vendor.soap()).hasSize(1);
        }
    }

    @Test
    void aRedirectTakesNothingToAnotherHost() {
        try (PlainVendor elsewhere = new PlainVendor(request -> page(200));
                PlainClient plain =
                        new PlainClient(request -> page(307).with("Location", elsewhere.url() + "/x?y=z"))) {
            AdapterException read = refusal(() -> plain.client.query("query Lead", QUERY));
            AdapterException written = refusal(() -> plain.client.write("update", SpoiledAnswersTest::update));
            AdapterException rest = refusal(() -> plain.client.rest("limits", "GET", LIMITS, null));

            for (AdapterException refused : new AdapterException[] {read, written, rest}) {
                assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
                assertThat(refused)
                        .hasMessageContaining("moved to " + elsewhere.url())
                        .hasMessageContaining("set url");
                assertThat(refused.getMessage()).doesNotContain("y=z");
            }
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void aSignInThatIsRedirectedTakesNoSecretToAnotherHost() {
        try (PlainVendor elsewhere = new PlainVendor(request -> page(200));
                PlainClient plain = new PlainClient(
                        request -> page(200), vendor -> page(302).with("Location", elsewhere.url()))) {
            AdapterException refused = refusal(() -> plain.client.query("query Lead", QUERY));

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(refused).hasMessageContaining(elsewhere.url());
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void anAnswerThatUnpacksWithoutEndIsGivenUp() throws IOException {
        try (RawVendor vendor = new RawVendor(out -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\n"
                            + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
                byte[] zeros = new byte[1 << 20];
                for (int i = 0; i < 64; i++) zip.write(zeros);
            }
        })) {
            Session session = new Session("token", vendor.url(), "00D000000000001AAA");
            try (HttpRequests http = requests(Duration.ofSeconds(20), 8L << 20)) {
                Exception large =
                        catchThrowableOfType(Exception.class, () -> http.call(session, "GET", LIMITS, null, List.of()));

                MappedError error = ErrorMapping.of(large, session.host());
                assertThat(error.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
                assertThat(error.maybeApplied()).isTrue();
                assertThat(error.message()).contains("larger than 8 MiB");
            }
        }
    }

    @Test
    void anAnswerThatDripsIsGivenUpAndIsNoHostThatCannotBeReached() throws IOException {
        try (RawVendor vendor = new RawVendor(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) {
                out.write(' ');
                out.flush();
                pause();
            }
        })) {
            Session session = new Session("token", vendor.url(), "00D000000000001AAA");
            try (HttpRequests http = requests(Duration.ofMillis(300), 1L << 20)) {
                Exception late =
                        catchThrowableOfType(Exception.class, () -> http.call(session, "GET", LIMITS, null, List.of()));

                MappedError error = ErrorMapping.of(late, session.host());
                assertThat(error.code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
                assertThat(error.maybeApplied()).isTrue();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequests requests(Duration call, long most) {
        Patience patience = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), call, most);
        return new HttpRequests(patience, patience, patience);
    }

    private static SaveResult[] update(PartnerConnection soap) throws ConnectionException {
        SObject lead = new SObject("Lead");
        lead.setId("00Q000000000001AAA");
        return soap.update(new SObject[] {lead, lead});
    }

    private static AdapterException refusal(Runnable call) {
        AdapterException refused = catchThrowableOfType(AdapterException.class, call::run);
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }

    /** Answers one request with the bytes that a test writes. */
    private static final class RawVendor implements AutoCloseable {
        interface Writing {
            void to(OutputStream out) throws IOException;
        }

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        RawVendor(Writing answer) throws IOException {
            Thread serving = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    byte[] request = new byte[8192];
                    if (socket.getInputStream().read(request) > 0) answer.to(socket.getOutputStream());
                } catch (IOException e) {
                    // The client has heard enough, which is what is tested.
                    return;
                }
            });
            serving.setDaemon(true);
            serving.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
