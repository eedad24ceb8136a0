package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.client.MarketoClient.Effect;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is not Marketo's answer, or not all of it,")
class ForeignAnswersTest {
    private static final String WHOLE = "{\"requestId\":\"1#2\",\"success\":true,\"result\":[{\"id\":1}]";

    private final ScriptedMarketo marketo = new ScriptedMarketo();
    private final MarketoClient client = marketo.client();

    @AfterEach
    void close() {
        marketo.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "7",
                "",
                "{\"success\":true,\"result\":[]}",
                "{\"requestId\":\"1#2\",\"result\":[]}",
                "{\"requestId\":\"1#2\",\"success\":\"true\",\"result\":[]}",
                "{\"requestId\":\"1#2\",\"success\":true}",
                "{\"requestId\":\"1#2\",\"success\":true,\"result\":{}}",
                "{\"requestId\":\"1#2\",\"success\":false}",
                "{\"requestId\":\"1#2\",\"success\":false,\"errors\":[]}",
                WHOLE,
                WHOLE + "} and more",
                WHOLE + ",\"errors\":[{\"code\":\"611\",\"message\":\"System error\"}]}",
                WHOLE + ",\"moreResult\":true}",
            })
    void isNotBelievedByEitherReader(String body) {
        marketo.then(body);

        assertUnread(catchThrowableOfType(RefusedException.class, this::ask));
        assertUnread(catchThrowableOfType(RefusedException.class, () -> page(Expected.RESULT)));
        assertThat(marketo.calls()).as("asked once each").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STREAM | {'requestId':'1','success':true,'moreResult':false}",
                "STREAM | {'requestId':'1','success':true,'nextPageToken':'A','result':[]}",
                "STREAM | {'requestId':'1','success':true,'nextPageToken':'A','moreResult':'false'}",
                "TOKEN | {'requestId':'1','success':true}",
                "ASSETS | {'requestId':'1','success':true,'errors':[],'warnings':[]}",
                "RESULT | {'requestId':'1','success':true,'warnings':['No assets found']}",
                "RESULT | {'requestId':'1','success':true,'result':['text']}",
            })
    void isToldByWhatEachRoadDemands(Expected expected, String body) {
        marketo.then(body.replace('\'', '"'));

        assertUnread(catchThrowableOfType(RefusedException.class, () -> page(expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STREAM | {'requestId':'1','success':true,'nextPageToken':'A','moreResult':true}",
                "TOKEN | {'requestId':'1','success':true,'nextPageToken':'A'}",
                "ASSETS | {'requestId':'1','success':true,'errors':[],'warnings':['No assets found']}",
                "ASSETS | {'requestId':'1','success':true,'warnings':[{'code':'x'}]}",
                "SUCCESS | {'requestId':'1','success':true}",
                "RESULT | {'requestId':'1','success':true,'result':[]}",
            })
    void isNotWhatMarketoLeavesOut(Expected expected, String body) {
        marketo.then(body.replace('\'', '"'));

        assertThat(page(expected).rows()).isEmpty();
    }

    @Test
    void isNamedForWhatItIsAndNotForAHostThatCannotBeReached() {
        marketo.then(HttpAnswer.of(200, "text/html; charset=utf-8", "<html>Please sign in</html>"))
                .then(HttpAnswer.json(200, WHOLE));

        assertThat(catchThrowable(this::ask))
                .hasMessageStartingWith("marketo: not Marketo's answer to programs (text/html from 127.0.0.1)")
                .hasMessageNotContaining("sign in");
        assertThat(catchThrowable(this::ask))
                .hasMessage("marketo: the answer to programs is no JSON, or not all of it"
                        + " (application/json from 127.0.0.1)");
    }

    @Test
    void isNotFollowedToAnotherHostWhoseOriginIsNamed() {
        marketo.then(new HttpAnswer(307, Map.of("Location", "https://elsewhere.example/x?secret=1"), new byte[0]));

        RefusedException moved = catchThrowableOfType(RefusedException.class, this::ask);
        assertThat(moved.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(moved)
                .hasMessageContaining("HTTP 307 to programs")
                .hasMessageEndingWith(
                        "it points to https://elsewhere.example, which was not followed: look at base-url");
        assertThat(marketo.calls()).hasSize(1);
        // A write that got it was certainly not applied.
        assertThat(write(Effect.APPENDS))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.error().mayHaveRun()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void isAskedAgainWhereItPasses(int status) {
        marketo.then(HttpAnswer.of(status, "text/html", "<html>")).then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.calls()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "401, let this host through",
        "403, let this host through",
        "404, look at base-url",
        "405, look at base-url"
    })
    void comesWithAdviceWhereItDoesNotPass(int status, String advice) {
        marketo.then(HttpAnswer.of(status, "text/html", "<html>"));

        RefusedException refused = catchThrowableOfType(RefusedException.class, this::ask);
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused).hasMessageContaining("HTTP " + status).hasMessageContaining(advice);
        assertThat(marketo.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void leavesTheOutcomeOfAWriteUnknownWhereItMayHaveComeThrough(int status) {
        marketo.then(HttpAnswer.of(status, "text/html", "<html>"));

        assertThat(write(Effect.APPENDS)).isInstanceOf(UnknownOutcomeException.class);
        assertThat(marketo.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 413, 414, 429})
    void leavesNoDoubtOfAWriteThatAGatewayDidNotLetThrough(int status) {
        marketo.then(HttpAnswer.of(status, "text/html", "<html>"));

        assertThat(write(Effect.APPENDS)).isInstanceOf(RefusedException.class);
    }

    @Test
    void isNotReadOnForEver() {
        byte[] start = "{\"requestId\":\"1#2\",\"success\":true,\"x\":\"".getBytes(StandardCharsets.UTF_8);
        marketo.then(HttpAnswer.streamed(
                200,
                "application/json",
                () -> new SequenceInputStream(new ByteArrayInputStream(start), new EndlessLetters())));

        RefusedException large = catchThrowableOfType(RefusedException.class, () -> page(Expected.RESULT));
        assertThat(large.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(large).hasMessageContaining("larger than 64 MiB");
    }

    @Test
    void isNoHostThatCannotBeReachedWhenItIsMerelyLate() {
        Refusals refusals = new Refusals("marketo", marketo.clock, new InstanceResources(marketo.options()));

        assertThat(refusals.broken("x", new InterruptedIOException("timeout")).code())
                .isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(refusals.broken("x", new SocketTimeoutException("Read timed out"))
                        .code())
                .isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(refusals.broken("x", new SocketTimeoutException("Connect timed out"))
                        .code())
                .isEqualTo(AdapterErrorCode.UNREACHABLE);
        assertThat(refusals.broken("x", new ProtocolException("no HTTP")).code())
                .isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refusals.broken("x", new IOException("reset")).code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
    }

    @Test
    void isNoFileOfAnExtract() {
        marketo.then(HttpAnswer.of(200, "text/html", "<html>"));
        assertUnread(catchThrowableOfType(RefusedException.class, () -> download(100)));
        try (ScriptedMarketo json = new ScriptedMarketo()) {
            json.then(ScriptedMarketo.OK);
            MarketoClient other = json.client();
            assertUnread(catchThrowableOfType(
                    RefusedException.class,
                    () -> other.download("extract file", "bulk/x/file.json", 0, 9, new ByteArrayOutputStream())));
        }
    }

    @Test
    void isNoFileWhereItHasMoreBytesThanWerePromised() {
        marketo.then(HttpAnswer.streamed(200, "text/csv", EndlessLetters::new));

        RefusedException large = catchThrowableOfType(RefusedException.class, () -> download(100));
        assertUnread(large);
        assertThat(large).hasMessageContaining("larger than its job says");
    }

    private boolean download(long most) {
        return client.download("extract file", "bulk/x/file.json", 0, most, new ByteArrayOutputStream());
    }

    private Throwable write(Effect effect) {
        return catchThrowable(() ->
                client.post("merge leads", effect, Expected.SUCCESS, "rest/v1/leads/1/merge.json", Map.of(), null));
    }

    private void ask() {
        client.get("programs", "rest/asset/v1/programs.json", Map.of());
    }

    private RecordPage page(Expected expected) {
        return client.page("programs", expected, "rest/asset/v1/programs.json", Map.of());
    }

    private static void assertUnread(RefusedException refused) {
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused.error().mayHaveRun()).isTrue();
    }

    private static final class EndlessLetters extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 'x');
            return length;
        }
    }
}
