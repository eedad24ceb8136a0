package io.onefunnel.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.sandbox.http.Hosted;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a test or the demo may ask of the sandbox, as JSON. docs/developer/sandbox.md lists the requests. A request
 * that names an unknown vendor, path or value is answered 400 or 404 with a sentence in {@code error}.
 */
public final class ControlApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxClock clock;
    private final Map<String, Hosted> vendors;
    private final Map<String, Function<HttpCall, Object>> routes = new ConcurrentHashMap<>();

    public ControlApi(SandboxClock clock, Map<String, Hosted> vendors) {
        this.clock = clock;
        this.vendors = new LinkedHashMap<>(vendors);
        routes.put("GET /state", call -> state());
        routes.put("GET /calls", call -> each(ControlApi::calls));
        routes.put(
                "POST /calls/reset",
                call -> toEach(call, hosted -> hosted.calls().reset()));
        routes.put("GET /audit", call -> each(hosted -> audit(hosted.audit(), listed(call))));
        routes.put(
                "POST /audit/reset",
                call -> toEach(call, hosted -> hosted.audit().reset()));
        routes.put("GET /faults", call -> each(hosted -> hosted.faults().pending()));
        routes.put("POST /faults", this::addFault);
        routes.put(
                "DELETE /faults", call -> toEach(call, hosted -> hosted.faults().clear()));
        routes.put("POST /latency", this::latency);
        routes.put(
                "GET /settings", call -> each(hosted -> sorted(hosted.vendor().settings())));
        routes.put("POST /settings", this::set);
        routes.put("GET /clock", call -> Map.of("now", clock.instant().toString()));
        routes.put("POST /clock", this::advance);
        routes.put("POST /edit", this::edit);
        routes.put("POST /by-hand", this::byHand);
        routes.put("GET /record", this::record);
        this.vendors.forEach((name, hosted) -> hosted.vendor().controls().forEach((route, answer) -> {
            String[] words = route.split(" ", 2);
            routes.put(words[0] + " /" + name + "/" + words[1], call -> answer.apply(input(call)));
        }));
    }

    /** Adds a page that is read by GET. */
    public void page(String path, Function<Map<String, String>, Object> content) {
        routes.put("GET " + path, call -> content.apply(parameters(call)));
    }

    public HttpAnswer answer(HttpCall call) {
        Function<HttpCall, Object> route = routes.get(call.method() + " " + call.path());
        if (route == null) return refusal(404, "no " + call.method() + " " + call.path() + "; there are: " + known());
        try {
            return HttpAnswer.json(200, JSON.writeValueAsString(route.apply(call)));
        } catch (NotThere e) {
            return refusal(404, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return refusal(400, String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            return refusal(500, "cannot be shown as JSON: " + e.getOriginalMessage());
        }
    }

    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("now", clock.instant().toString());
        state.putAll(each(hosted -> hosted.vendor().state()));
        return state;
    }

    private static Object calls(Hosted hosted) {
        Map<String, Object> calls = new LinkedHashMap<>();
        calls.put("total", hosted.calls().total());
        calls.put("byOperation", hosted.calls().byOperation());
        Map<String, Long> micros = new TreeMap<>();
        hosted.calls().serverTime().forEach((operation, time) -> micros.put(operation, time.toNanos() / 1_000));
        calls.put(
                "serverMicros",
                micros.values().stream().mapToLong(Long::longValue).sum());
        calls.put("serverMicrosByOperation", micros);
        return calls;
    }

    private static Object audit(WriteAudit audit, boolean listed) {
        List<WriteAudit.Entry> entries = audit.entries();
        Map<String, Long> byKind = new TreeMap<>();
        entries.forEach(entry -> byKind.merge(entry.kind(), 1L, Long::sum));
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("written", entries.size());
        summary.put(
                "repeated", entries.stream().filter(WriteAudit.Entry::repeated).count());
        summary.put("byKind", byKind);
        if (listed)
            summary.put("entries", entries.stream().map(ControlApi::entry).toList());
        return summary;
    }

    private static Map<String, Object> entry(WriteAudit.Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", entry.at().toString());
        shown.put("kind", entry.kind());
        shown.put("type", entry.type());
        shown.put("id", entry.id());
        shown.put("values", sorted(entry.values()));
        shown.put("repeated", entry.repeated());
        return shown;
    }

    private Object addFault(HttpCall call) {
        JsonNode body = body(call);
        Faults.Fault fault = new Faults.Fault(
                text(body, "kind"),
                body.path("match").asText(""),
                body.path("after").asInt(0),
                body.path("times").asInt(1),
                texts(body.path("params")));
        vendor(text(body, "vendor")).faults().add(fault);
        return fault;
    }

    private Object latency(HttpCall call) {
        JsonNode body = body(call);
        int millis = body.path("ms").asInt(-1);
        if (millis < 0) throw new IllegalArgumentException("\"ms\" is missing or negative");
        if (body.path("vendor").isMissingNode()) {
            vendors.values().forEach(hosted -> hosted.latency(millis));
            return done();
        }
        vendor(text(body, "vendor")).latency(millis);
        return done();
    }

    private Object set(HttpCall call) {
        JsonNode body = body(call);
        Hosted hosted = vendor(text(body, "vendor"));
        hosted.vendor().set(text(body, "key"), text(body, "value"));
        return sorted(hosted.vendor().settings());
    }

    private Object advance(HttpCall call) {
        clock.advance(Duration.parse(text(body(call), "advance")));
        return Map.of("now", clock.instant().toString());
    }

    private Object edit(HttpCall call) {
        JsonNode body = body(call);
        Map<String, String> fields = texts(body.path("fields"));
        if (fields.isEmpty()) throw new IllegalArgumentException("\"fields\" names nothing to change");
        vendor(text(body, "vendor")).vendor().editByHand(text(body, "type"), text(body, "id"), fields);
        return done();
    }

    private Object byHand(HttpCall call) {
        JsonNode body = body(call);
        return sorted(
                vendor(text(body, "vendor")).vendor().byHand(text(body, "action"), texts(body.path("arguments"))));
    }

    private Object record(HttpCall call) {
        String type = parameter(call, "type");
        String id = parameter(call, "id");
        Map<String, String> fields = vendor(parameter(call, "vendor")).vendor().record(type, id);
        if (fields.isEmpty()) throw new NotThere("no live " + type + " " + id);
        return sorted(fields);
    }

    private Map<String, Object> each(Function<Hosted, Object> view) {
        Map<String, Object> views = new LinkedHashMap<>();
        vendors.forEach((name, hosted) -> views.put(name, view.apply(hosted)));
        return views;
    }

    /** Acts on the vendor that the query names, or on all. */
    private Object toEach(HttpCall call, Consumer<Hosted> action) {
        call.parameter("vendor")
                .map(this::vendor)
                .map(List::of)
                .orElseGet(() -> List.copyOf(vendors.values()))
                .forEach(action);
        return done();
    }

    private Hosted vendor(String name) {
        Hosted hosted = vendors.get(name);
        if (hosted == null)
            throw new IllegalArgumentException("no vendor \"" + name + "\"; there are: " + vendors.keySet());
        return hosted;
    }

    private static JsonNode body(HttpCall call) {
        try {
            JsonNode body = JSON.readTree(call.text());
            if (body == null || !body.isObject()) throw new IllegalArgumentException("the body is not a JSON object");
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode input(HttpCall call) {
        return call.method().equals("POST") ? body(call) : JSON.valueToTree(parameters(call));
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isValueNode() && !value.isNull()) return value.asText();
        throw new IllegalArgumentException("\"" + name + "\" is missing");
    }

    /** The members of an object as text; null becomes "", which empties a field. */
    private static Map<String, String> texts(JsonNode object) {
        if (object instanceof MissingNode) return Map.of();
        if (!object.isObject()) throw new IllegalArgumentException("expected an object of names and values");
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(member -> texts.put(
                        member.getKey(),
                        member.getValue().isNull() ? "" : member.getValue().asText()));
        return texts;
    }

    private static String parameter(HttpCall call, String name) {
        return call.parameter(name)
                .orElseThrow(() -> new IllegalArgumentException("the parameter \"" + name + "\" is missing"));
    }

    private static Map<String, String> parameters(HttpCall call) {
        Map<String, String> first = new LinkedHashMap<>();
        call.query().forEach((name, values) -> first.put(name, values.get(0)));
        return first;
    }

    private static boolean listed(HttpCall call) {
        return call.parameter("list").map(Boolean::parseBoolean).orElse(false);
    }

    private static Map<String, Object> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }

    private static Map<String, Object> done() {
        return Map.of("done", true);
    }

    private String known() {
        return String.join(", ", routes.keySet().stream().sorted().toList());
    }

    private static HttpAnswer refusal(int status, String why) {
        return HttpAnswer.json(status, JSON.createObjectNode().put("error", why).toString());
    }

    private static final class NotThere extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        NotThere(String message) {
            super(message);
        }
    }
}
