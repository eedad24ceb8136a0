package io.onefunnel.sandbox.hubspot.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The portal's "no": thrown by whatever part finds the reason, answered as the vendor words it. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    public static final String CORRELATION_ID = "X-HubSpot-Correlation-Id";
    private static final AtomicLong CORRELATIONS = new AtomicLong();

    private final transient HttpAnswer answer;

    /** The same refusal with "come back in so many seconds". */
    public Refusal retryAfter(String seconds) {
        return new Refusal(answer.with("Retry-After", seconds));
    }

    private Refusal(HttpAnswer answer) {
        super(answer.status() + " " + answer.text(), null, false, false);
        this.answer = answer;
    }

    public HttpAnswer answer() {
        return answer;
    }

    public static Refusal of(int status, ObjectNode body) {
        String id = correlationId();
        body.put("correlationId", id);
        return new Refusal(HttpAnswer.json(status, Json.text(body)).with(CORRELATION_ID, id));
    }

    public static Refusal of(int status, String category, String message) {
        return of(status, error(category, message));
    }

    public static Refusal validation(String message) {
        return of(400, "VALIDATION_ERROR", message);
    }

    public static Refusal notFound(String message) {
        return of(404, "OBJECT_NOT_FOUND", message);
    }

    /** The page a missing task or ticket gets instead of JSON, as recorded. */
    public static Refusal htmlNotFound() {
        return new Refusal(html(404, "Error 404 Not Found", "HTTP ERROR 404", "Resource not found")
                .with("X-HubSpot-NotFound", "true"));
    }

    public static Refusal htmlError(int status) {
        return new Refusal(html(status, "Error " + status, "HTTP ERROR " + status, "The request failed."));
    }

    /** In the recorded words; the body has no category. */
    public static Refusal rateLimit(RateLimitPolicy policy) {
        ObjectNode body = Json.object()
                .put("status", "error")
                .put("message", policy.message())
                .put("errorType", "RATE_LIMIT")
                .put("policyName", policy.name())
                .put("requestId", correlationId());
        return of(429, body);
    }

    public static Refusal missingScopes(List<String> anyOf) {
        ObjectNode body = error(
                "MISSING_SCOPES",
                "This app hasn't been granted all required scopes to make this call. Read more about required scopes"
                        + " here: https://developers.hubspot.com/scopes.");
        ObjectNode detail =
                body.putArray("errors").addObject().put("message", "One or more of the following scopes are required.");
        detail.putObject("context").set("requiredGranularScopes", Json.array(anyOf));
        body.putObject("links").put("scopes", "https://developers.hubspot.com/scopes");
        return of(403, body);
    }

    /** All invalid properties of one request together; the JSON detail stands inside the message, as recorded. */
    public static Refusal invalidProperties(Collection<InvalidProperty> invalid) {
        ArrayNode inside = Json.object().arrayNode();
        ObjectNode body = error("VALIDATION_ERROR", "");
        ArrayNode errors = body.putArray("errors");
        for (InvalidProperty each : invalid) {
            inside.addObject()
                    .put("isValid", false)
                    .put("message", each.message())
                    .put("error", each.code())
                    .put("name", each.name());
            ObjectNode error = errors.addObject().put("message", each.message()).put("code", each.code());
            error.putObject("context").putArray("propertyName").add(each.name());
        }
        body.put("message", "Property values were not valid: " + Json.text(inside));
        return of(400, body);
    }

    public static ObjectNode error(String category, String message) {
        return Json.object().put("status", "error").put("message", message).put("category", category);
    }

    public static String correlationId() {
        return new UUID(0x6f6e6566756e0000L, CORRELATIONS.incrementAndGet()).toString();
    }

    private static HttpAnswer html(int status, String title, String heading, String text) {
        return HttpAnswer.of(
                status,
                "text/html;charset=iso-8859-1",
                "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n<title>"
                        + title + "</title>\n</head>\n<body><h2>" + heading + "</h2>\n<p>" + text
                        + "</p>\n</body>\n</html>\n");
    }

    /** One property value that cannot be written. */
    public record InvalidProperty(String name, String code, String message) {}
}
