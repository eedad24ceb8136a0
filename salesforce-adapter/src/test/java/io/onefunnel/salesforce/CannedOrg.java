package io.onefunnel.salesforce;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.onefunnel.config.MappingFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.DailyQuota;
import io.onefunnel.salesforce.client.HttpRequests;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.salesforce.pull.FieldHistories;
import io.onefunnel.salesforce.pull.RecordReader;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.call.Parallel;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * An org that says what it is told to say: for answers that the sandbox does not give. It grants a token, and gives each
 * call to the test, as "METHOD target" and body; several at the same time where several come.
 */
public final class CannedOrg implements AutoCloseable {
    /** What a call is answered with. */
    public record Answer(int status, String type, String body) {
        public static Answer xml(String body) {
            return new Answer(200, "text/xml", body);
        }

        public static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }

        public static Answer notFound() {
            return new Answer(
                    404,
                    "application/json",
                    "[{\"message\":\"The requested resource does not exist\",\"errorCode\":\"NOT_FOUND\"}]");
        }
    }

    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpRequests http = new HttpRequests();
    private final Parallel parallel = Parallel.limited("canned", HttpRequests.THREADS);
    private final OrgAccess access;

    public CannedOrg(Function<String, Answer> answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, answers));
        server.setExecutor(threads);
        server.start();
        access = connect();
    }

    public OrgAccess access() {
        return access;
    }

    public WriteContext writing() {
        RecordReader records = new RecordReader(new ConnectionId("salesforce"), access, new FieldHistories(), clock);
        return new WriteContext(access.client(), access.schema(), records, parallel, clock);
    }

    /** All calls but those for a token. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public static Mapping mapping() {
        return MappingFile.read(
                Path.of(System.getProperty("onefunnel.root", ".."), "config", "mappings", "salesforce.yaml"));
    }

    /** The answer to one SOAP operation. */
    public static Answer soap(String operation, String results) {
        return Answer.xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns=\"urn:partner.soap.sforce.com\""
                + " xmlns:sf=\"urn:sobject.partner.soap.sforce.com\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><" + operation + "Response>"
                + results + "</" + operation + "Response></soapenv:Body></soapenv:Envelope>");
    }

    /** What an org says that is asked who it is; nothing for its id where that is empty. */
    public static Answer organization(String id) {
        String held = id.isEmpty() ? "<sf:Id xsi:nil=\"true\"/>" : "<sf:Id>" + id + "</sf:Id><sf:Id>" + id + "</sf:Id>";
        return soap(
                "queryAll",
                "<result xsi:type=\"QueryResult\"><done>true</done><queryLocator xsi:nil=\"true\"/>"
                        + "<records xsi:type=\"sf:sObject\"><sf:type>Organization</sf:type>" + held
                        + "<sf:IsSandbox>false</sf:IsSandbox></records><size>1</size></result>");
    }

    private OrgAccess connect() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        ConnectionSettings settings = new ConnectionSettings(
                new ConnectionId("salesforce"),
                OptionValues.parse(
                        SalesforceOptions.ALL,
                        Map.of("url", url, "client-id", "client", "grant", "client-credentials")),
                Map.of("client-secret", () -> "secret"),
                mapping());
        AdapterContext context = new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {});
        DailyQuota quota = new DailyQuota(settings.id(), 0.2, Long.MAX_VALUE, clock);
        return new OrgAccess(settings, ConnectionSettings.Use.READ, http, context, quota);
    }

    private void answer(HttpExchange exchange, Function<String, Answer> answers) throws IOException {
        String target = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        Answer answer;
        if (target.equals("/services/oauth2/token")) {
            answer = Answer.json("{\"access_token\":\"00D000000000001!token\",\"instance_url\":\"http://127.0.0.1:"
                    + server.getAddress().getPort()
                    + "\",\"id\":\"https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA\","
                    + "\"token_type\":\"Bearer\"}");
        } else {
            String call = exchange.getRequestMethod() + " " + target + "\n" + body(exchange);
            calls.add(call);
            answer = answers.apply(call);
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = packed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        parallel.close();
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
