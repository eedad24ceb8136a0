package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.onefunnel.config.MappingFile;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that HubSpot really gave, served by a plain HTTP server; the requests are the adapter's own. */
@DisplayName("An answer that HubSpot gave")
class RecordedAnswersTest {
    private static final Path ROOT = Path.of(System.getProperty("onefunnel.root"));
    private static final Path RECORDED = ROOT.resolve("../shared/contracts/hubspot/recorded");
    private static final ConnectionId CONNECTION = new ConnectionId("hubspot");

    private record Answer(String method, String path, int status, String type, String body) {}

    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> unexpected = new ArrayList<>();
    private HttpServer server;
    private CrmAdapter adapter;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        adapter = adapter(Map.of(), Map.of("token", () -> "pat-recorded"));
    }

    @AfterEach
    void stop() {
        adapter.close();
        server.stop(0);
        assertThat(unexpected).as("requests nobody expected").isEmpty();
    }

    @ParameterizedTest(name = "{0}: {2} of {1}")
    @CsvSource({
        "contacts-list-page-first25, contacts, 25, PERSON",
        "contacts-list-page-limit1, contacts, 1, PERSON",
        "dlt-contacts-data, contacts, 1, PERSON",
        "dlt-deals-data, deals, 1, OPPORTUNITY",
        "meetings-list-page, meetings, 4, MEETING",
        "meetings-list-after, meetings, 1, MEETING"
    })
    @DisplayName("to a list is read as records")
    void listsAreRead(String recording, String type, int least, RecordKind kind) {
        JsonNode body = recorded("GET", ".*/" + type + "(\\?.*)?", recording).path("body");
        int rows = body.path("results").size();
        assumeTrue(rows > 0, "skipped: " + recording + " has another shape");
        // Deals are listed by their ids and read with the history of their stages; both answers have one shape.
        if (kind == RecordKind.OPPORTUNITY) recorded("POST", ".*/" + type + "/batch/read", recording);

        PullPage page = adapter.pull(kind, Cursor.BEGINNING);

        assertThat(page.changes()).hasSizeGreaterThanOrEqualTo(Math.min(least, rows));
        List<String> present = page.changes().stream()
                .filter(Change.Present.class::isInstance)
                .map(change -> change.ref().id())
                .toList();
        for (JsonNode row : body.path("results")) {
            assertThat(present).anyMatch(id -> id.endsWith(row.path("id").asText()));
        }
        boolean more = body.path("paging").has("next");
        assertThat(page.progress() instanceof Progress.More).isEqualTo(more || kind == RecordKind.TOUCH);
    }

    @Test
    @DisplayName("to a search is read as records")
    void searchesAreRead() {
        server("GET", ".*/meetings\\?.*", 200, "{\"results\":[]}");
        Cursor after = adapter.pull(RecordKind.MEETING, Cursor.BEGINNING).next();
        clock.advance(Duration.ofHours(1));
        int rows = recorded("POST", ".*/meetings/search", "meetings-search-by-contact")
                .path("body")
                .path("results")
                .size();
        server("POST", ".*/associations/.*/batch/read", 200, "{\"results\":[]}");

        PullPage page = adapter.pull(RecordKind.MEETING, after);

        assertThat(page.changes()).hasSize(rows).hasOnlyElementsOfType(Change.Present.class);
    }

    @Test
    @DisplayName("to a question for owners is read as users, and an empty one as none")
    void ownersAreRead() {
        JsonNode owners = recorded("GET", ".*/owners.*archived=false.*", "owners-list")
                .path("body")
                .path("results");
        recorded("GET", ".*/owners.*archived=true.*", "owners-by-email-empty");

        PullPage page = adapter.pull(RecordKind.USER, Cursor.BEGINNING);

        assertThat(page.changes()).hasSize(owners.size());
        assertThat(page.changes().get(0).ref().id())
                .isEqualTo(owners.get(0).path("id").asText());
    }

    @Test
    @DisplayName("to the making of a task tells its id")
    void tasksAreMade() {
        JsonNode body = recorded("POST", ".*/tasks", "tasks-create-201").path("body");
        SourceRef person = person("1");
        CreateTask command = new CreateTask(
                "i", person, "key", new SourceRef(CONNECTION, RecordKind.USER, "7"), "Call back", clock.instant());

        WriteResult outcome = adapter.writer(CreateTask.class)
                .orElseThrow()
                .write(List.of(command))
                .get(0);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        WriteResult.Written.class,
                        written -> assertThat(written.created())
                                .contains(body.path("id").asText()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"associations-v4-batch-create-201-two, true", "associations-v4-batch-create-207-bad-contact, false"})
    @DisplayName("to a link says whether it was made")
    void linksAreToldApart(String recording, boolean made) {
        server(
                "GET",
                ".*/labels",
                200,
                "{\"results\":[{\"category\":\"USER_DEFINED\",\"typeId\":7,\"label\":\"Referred by\"}]}");
        server("POST", ".*/batch/read", 200, "{\"results\":[]}");
        recorded("POST", ".*/batch/create", recording);

        WriteResult outcome = adapter.writer(LinkReferral.class)
                .orElseThrow()
                .write(List.of(new LinkReferral("r", person("1"), person("2"))))
                .get(0);

        assertThat(outcome instanceof WriteResult.Written).isEqualTo(made);
        if (!made) {
            assertThat(((WriteResult.Rejected) outcome).code()).isEqualTo(AdapterErrorCode.RECORD_INVALID);
        }
    }

    @Test
    @DisplayName("to a merge that is under way puts it off by a minute")
    void aMergeUnderWayIsPutOff() {
        server("POST", ".*/contacts/batch/read", 200, "{\"results\":[" + object("1") + "," + object("2") + "]}");
        recorded("POST", ".*/contacts/merge", "legacy-v1-contact-merge-400-invalid-or-in-progress");

        WriteResult outcome = adapter.writer(Merge.class)
                .orElseThrow()
                .write(List.of(new Merge("m", person("1"), List.of(person("2")), Map.of())))
                .get(0);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        WriteResult.Deferred.class,
                        deferred -> assertThat(deferred.notBefore()).isEqualTo(Instant.parse("2026-03-02T09:01:00Z")));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "error-401-expired-token, CREDENTIALS_REFUSED",
        "error-403-missing-scopes, PERMISSION_MISSING",
        "error-429-daily, QUOTA_EXHAUSTED",
        "error-429-secondly, RATE_LIMITED",
        "legacy-v1-enum-400, UNEXPECTED_RESPONSE"
    })
    @DisplayName("in refusal of a pull keeps its meaning")
    void refusalsKeepTheirMeaning(String recording, AdapterErrorCode code) {
        for (int attempt = 0; attempt < 6; attempt++) recorded("GET", ".*/contacts\\?.*", recording);

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING));

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("pat-recorded");
        if (code == AdapterErrorCode.PERMISSION_MISSING) {
            assertThat(refused.getMessage()).contains("crm.objects.deals.read");
        }
    }

    @Test
    @DisplayName("as a page of HTML says no more than that the record is gone")
    void htmlIsARecordGone() {
        server("POST", ".*/contacts/batch/read", 200, "{\"results\":[]}");
        recorded("GET", ".*/contacts/996174569112.*", "error-404-html-body-tasks");

        assertThat(adapter.read(List.of(person("996174569112"))))
                .singleElement()
                .isInstanceOf(Change.Deleted.class);
    }

    @Test
    @DisplayName("to a refresh token that is no longer good asks for a new installation")
    void aDeadRefreshTokenIsNamed() {
        adapter.close();
        adapter = adapter(
                Map.of("client-id", "id"),
                Map.of("client-secret", () -> "secret", "refresh-token", () -> "dead-token"));
        recorded("POST", "/oauth/.*/token", "oauth-invalid-grant");

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING));

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
        assertThat(refused.getMessage()).contains("install the app").doesNotContain("dead-token");
    }

    private static SourceRef person(String id) {
        return new SourceRef(CONNECTION, RecordKind.PERSON, id);
    }

    private CrmAdapter adapter(Map<String, String> more, Map<String, Supplier<String>> secrets) {
        Map<String, String> options = new HashMap<>(more);
        options.put("base-url", "http://127.0.0.1:" + server.getAddress().getPort());
        Mapping mapping = MappingFile.read(ROOT.resolve("config/mappings/hubspot.yaml"));
        ConnectionSettings settings =
                new ConnectionSettings(CONNECTION, OptionValues.parse(HubSpotOptions.ALL, options), secrets, mapping);
        return new HubSpotAdapterFactory()
                .create(settings, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    }

    private static String object(String id) {
        return "{\"id\":\"" + id + "\",\"updatedAt\":\"2026-03-01T09:00:00Z\",\"properties\":{}}";
    }

    private void server(String method, String path, int status, String body) {
        answers.add(new Answer(method, path, status, "application/json", body));
    }

    /** Serves a recording to the next request of this form; returns its response. */
    private JsonNode recorded(String method, String path, String name) {
        Path file = RECORDED.resolve(name + ".json");
        assumeTrue(Files.exists(file), "skipped: no recorded answers beside this project (" + file + ")");
        try {
            JsonNode response = Json.MAPPER.readTree(Files.readString(file)).path("response");
            JsonNode body = response.path("body");
            answers.add(new Answer(
                    method,
                    path,
                    response.path("status").asInt(200),
                    body.isTextual() ? "text/html" : "application/json",
                    body.isTextual() ? body.asText() : body.toString()));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestURI().toString();
        Optional<Answer> next = answers.stream()
                .filter(answer -> answer.method().equals(exchange.getRequestMethod()) && target.matches(answer.path()))
                .findFirst();
        next.ifPresentOrElse(answers::remove, () -> unexpected.add(exchange.getRequestMethod() + " " + target));
        Answer answer = next.orElse(new Answer("", "", 404, "text/html", "<html></html>"));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
