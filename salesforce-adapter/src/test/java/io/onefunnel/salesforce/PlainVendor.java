package io.onefunnel.salesforce;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * A plain HTTP server that answers what a test tells it to: bodies that the sandbox does not send, as the vendor's
 * documents or recordings have them.
 */
public final class PlainVendor implements AutoCloseable {
    /** @param path with the query */
    public record Request(String method, String path, Map<String, String> headers, String body) {
        public boolean isToken() {
            return path.startsWith("/services/oauth2/token");
        }

        public boolean isSoap() {
            return path.startsWith("/services/Soap/");
        }
    }

    public record Answer(int status, String contentType, String body, Map<String, String> headers) {
        public static Answer xml(int status, String body) {
            return new Answer(status, "text/xml;charset=utf-8", body, Map.of());
        }

        public static Answer json(int status, String body) {
            return new Answer(status, "application/json;charset=UTF-8", body, Map.of());
        }

        public Answer with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, contentType, body, more);
        }
    }

    private final HttpServer server;
    private final Function<Request, Answer> answers;
    public final List<Request> requests = new CopyOnWriteArrayList<>();

    /** @param answers for everything but tokens, which are granted */
    public PlainVendor(Function<Request, Answer> answers) {
        this.answers = answers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String host() {
        return url().substring("http://".length());
    }

    public List<Request> soap() {
        return requests.stream().filter(Request::isSoap).toList();
    }

    public List<Request> tokens() {
        return requests.stream().filter(Request::isToken).toList();
    }

    /** A granted token, each with a number of its own. */
    public Answer token() {
        return Answer.json(
                200,
                "{\"access_token\":\"00D000000000001!token" + tokens().size() + "\",\"instance_url\":\"" + url()
                        + "\",\"id\":\"" + url() + "/id/00D000000000001AAA/005000000000001AAA\","
                        + "\"issued_at\":\"1772442000000\",\"token_type\":\"Bearer\",\"signature\":\"x\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        Request request = new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body(exchange));
        requests.add(request);
        Answer answer = answers.apply(request);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in =
                packed ? new GZIPInputStream(new ByteArrayInputStream(bytes)) : new ByteArrayInputStream(bytes)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A fault as the Partner API sends it, with HTTP 500. */
    public static Answer fault(String code, String message) {
        String type = switch (code) {
            case "MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR" -> "MalformedQueryFault";
            case "INVALID_FIELD" -> "InvalidFieldFault";
            case "INVALID_TYPE" -> "InvalidSObjectFault";
            case "INVALID_QUERY_LOCATOR" -> "InvalidQueryLocatorFault";
            case "INVALID_LOGIN", "PASSWORD_LOCKOUT", "LOGIN_MUST_USE_SECURITY_TOKEN", "ORG_LOCKED" -> "LoginFault";
            default -> "UnexpectedErrorFault";
        };
        return Answer.xml(
                500,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                        + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                        + " xmlns:sf=\"urn:fault.partner.soap.sforce.com\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><soapenv:Fault>"
                        + "<faultcode>sf:" + code + "</faultcode><faultstring>" + code + ": " + message
                        + "</faultstring><detail><sf:" + type + " xsi:type=\"sf:" + type + "\"><sf:exceptionCode>"
                        + code + "</sf:exceptionCode><sf:exceptionMessage>" + message + "</sf:exceptionMessage>"
                        + (type.startsWith("Malformed")
                                        || type.startsWith("InvalidField")
                                        || type.startsWith("InvalidS")
                                ? "<sf:row>-1</sf:row><sf:column>-1</sf:column>"
                                : "")
                        + "</sf:" + type + "></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>");
    }

    /** An answer of the Partner API. */
    public static Answer soap(String operation, String result) {
        return Answer.xml(
                200,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                        + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                        + " xmlns=\"urn:partner.soap.sforce.com\" xmlns:sf=\"urn:sobject.partner.soap.sforce.com\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Header><LimitInfoHeader>"
                        + "<limitInfo><current>5</current><limit>15000</limit><type>API REQUESTS</type></limitInfo>"
                        + "</LimitInfoHeader></soapenv:Header><soapenv:Body><" + operation + "Response>" + result + "</"
                        + operation + "Response></soapenv:Body></soapenv:Envelope>");
    }

    public static Answer rest(int status, String code, String message) {
        return Answer.json(status, "[{\"message\":\"" + message + "\",\"errorCode\":\"" + code + "\"}]");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
