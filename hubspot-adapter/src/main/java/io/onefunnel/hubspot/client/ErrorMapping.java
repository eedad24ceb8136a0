package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Response;

/**
 * Sorts the answers that are no success by what to do next. Their body may be JSON, an HTML page or nothing; reading it
 * never throws.
 */
public final class ErrorMapping {
    /**
     * Gateways that gave up while the request may have reached the vendor; 503, 521, 523, 525 and 526 refuse before. A 408
     * is for a request that did not come whole (RFC 9110), but a gateway sends it who may have passed it on.
     */
    private static final Set<Integer> MAYBE_APPLIED = Set.of(408, 500, 502, 504, 520, 522, 524);

    private ErrorMapping() {}

    static MappedError of(int status, Optional<String> retryAfter, String body) {
        return of(status, retryAfter, body, Origin.UNKNOWN);
    }

    /**
     * Who answered, by the head of the answer.
     *
     * @param vendors whether it says to be HubSpot's
     * @param who it is called where it is not: "text/html from proxy.example"
     */
    record Origin(boolean vendors, String who) {
        static final Origin UNKNOWN = new Origin(false, "");

        /** HubSpot marks each answer by headers of its own: in all recorded ones X-HubSpot-Correlation-Id. */
        static Origin of(Response answered) {
            boolean marked = answered.headers().names().stream()
                    .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-hubspot-"));
            return new Origin(
                    marked,
                    BrokenCall.type(answered) + " from "
                            + answered.request().url().host());
        }
    }

    static MappedError of(int status, Optional<String> retryAfter, String body, Origin origin) {
        JsonNode json = json(body);
        if (isForeign(status, json, body, origin)) {
            return MappedError.foreign(status, origin.who().isEmpty() ? "a page" : origin.who());
        }
        String category = json.path("category").asText(json.path("status").asText(""));
        String message = json.path("message").asText("");
        Optional<Duration> asked = retryAfter
                .filter(text -> text.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
        return new MappedError(
                status,
                code(status, category, message, json),
                category,
                message,
                properties(json, message),
                scopes(json),
                asked.or(() -> documentedWait(status, message, json)),
                MAYBE_APPLIED.contains(status),
                Optional.empty());
    }

    /**
     * Whether a refusal was made by somebody on the way: HubSpot says no in JSON. Where a page or nothing will do for HubSpot
     * too it is believed: a gateway's 429 and 5xx, a 414, and the 404 page that was recorded.
     */
    private static boolean isForeign(int status, JsonNode json, String body, Origin origin) {
        if (status >= 500 || status == 408 || status == 414 || status == 423 || status == 429 || status == 477) {
            return false;
        }
        if (json.isObject() || origin.vendors()) return false;
        boolean page = !body.isBlank();
        boolean recorded = status == 404 && body.contains("HTTP ERROR 404") && body.contains("Resource not found");
        return !recorded && (page || !origin.who().isEmpty());
    }

    /** An entry of a 207, which speaks of single inputs: what it refuses, it refuses as a 400 would. */
    public static MappedError ofRow(JsonNode error) {
        String category = error.path("category").asText("");
        String message = error.path("message").asText("");
        return new MappedError(
                207,
                rowCode(category, message, error),
                category,
                message,
                properties(error, message),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static AdapterErrorCode rowCode(String category, String message, JsonNode error) {
        return switch (category) {
            // Names by the guide "error handling" and HubSpot/hubspot-api-php#619: momentary, whatever was asked.
            case "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT" -> AdapterErrorCode.VENDOR_UNAVAILABLE;
            case "RATE_LIMITS" -> AdapterErrorCode.RATE_LIMITED;
            case "MISSING_SCOPES" -> AdapterErrorCode.PERMISSION_MISSING;
            case "CONFLICT" -> AdapterErrorCode.DUPLICATE_DETECTED;
            default -> code(400, category, message, error);
        };
    }

    /** The inputs that a 207's error entry speaks of: trace ids, or ids where the vendor sent those. */
    public static List<String> inputs(JsonNode error) {
        List<String> inputs = new ArrayList<>();
        error.path("context").path("objectWriteTraceId").forEach(id -> inputs.add(id.asText()));
        error.path("context").path("ids").forEach(id -> inputs.add(id.asText()));
        error.path("context").path("fromObjectId").forEach(id -> inputs.add(id.asText()));
        return inputs;
    }

    /** Of a request that the vendor may take at another time. */
    static AdapterException later(ConnectionId connection, Operation operation, MappedError error, Instant now) {
        return new AdapterException(
                error.code(),
                connection + ": HubSpot does not answer \"" + operation.name() + "\" now: " + error.summary(),
                error.delay().map(now::plus).orElse(null),
                null);
    }

    /** Of a request that the vendor takes only after an admin has changed something. */
    static AdapterException adminMatter(ConnectionId connection, Operation operation, MappedError error) {
        if (error.foreign().isPresent()) return stranger(connection, operation, error);
        String remedy = switch (error.code()) {
            case PERMISSION_MISSING ->
                error.scopes().isEmpty()
                        ? "; the portal's plan or the token's user does not allow it"
                        : "; grant the token one of the scopes: " + String.join(", ", error.scopes());
            case CREDENTIALS_REFUSED, TOKEN_EXPIRED -> "; store a valid token (Settings > Integrations)";
            default -> "";
        };
        return new AdapterException(
                error.code() == AdapterErrorCode.TOKEN_EXPIRED ? AdapterErrorCode.CREDENTIALS_REFUSED : error.code(),
                connection + ": HubSpot refuses \"" + operation.name() + "\": " + error.summary() + remedy);
    }

    private static AdapterException stranger(ConnectionId connection, Operation operation, MappedError error) {
        String remedy = error.status() == 407
                ? "; the proxy wants credentials of its own"
                : "; check base-url, and the proxy or firewall on the way";
        return new AdapterException(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                connection + ": \"" + operation.name() + "\": " + error.summary() + remedy);
    }

    /** Of a request that was answered by another address. It was not followed, so that nothing was done. */
    static AdapterException moved(ConnectionId connection, String operation, int status, String origin) {
        return new AdapterException(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                connection + ": \"" + operation + "\" is redirected to " + origin + " (HTTP " + status
                        + "), which is not followed: the request holds a secret; correct base-url if HubSpot is there now,"
                        + " or the proxy on the way");
    }

    private static AdapterErrorCode code(int status, String category, String message, JsonNode json) {
        // The merge limit is documented under 414: only its message tells it from a long address.
        if (message.contains("more than 250 identities")) return AdapterErrorCode.MERGE_REFUSED;
        return switch (status) {
            case 401 ->
                category.equals("EXPIRED_AUTHENTICATION")
                        ? AdapterErrorCode.TOKEN_EXPIRED
                        : AdapterErrorCode.CREDENTIALS_REFUSED;
            case 403 -> AdapterErrorCode.PERMISSION_MISSING;
            case 404 -> AdapterErrorCode.RECORD_GONE;
            case 409 -> AdapterErrorCode.DUPLICATE_DETECTED;
            case 423 -> AdapterErrorCode.RECORD_LOCKED;
            case 429 -> isDaily(message, json) ? AdapterErrorCode.QUOTA_EXHAUSTED : AdapterErrorCode.RATE_LIMITED;
            case 477 -> AdapterErrorCode.RATE_LIMITED;
            case 408 -> AdapterErrorCode.VENDOR_UNAVAILABLE;
            case 400 -> invalid(category, message, json);
            default -> status >= 500 ? AdapterErrorCode.VENDOR_UNAVAILABLE : AdapterErrorCode.UNEXPECTED_RESPONSE;
        };
    }

    /** Some answers name no policy; the message is then all there is. */
    private static boolean isDaily(String message, JsonNode json) {
        String policy = json.path("policyName").asText("");
        return policy.isEmpty() ? message.contains("daily limit") : policy.equals("DAILY");
    }

    private static AdapterErrorCode invalid(String category, String message, JsonNode json) {
        if (category.equals("OBJECT_NOT_FOUND")) return AdapterErrorCode.RECORD_GONE;
        if (category.equals("BAD_REFRESH_TOKEN")
                || json.path("error").asText("").equals("invalid_grant")) {
            return AdapterErrorCode.CREDENTIALS_REFUSED;
        }
        // Asked for wrongly by us: more than 10,000 results, more than 3,000 characters ("search the CRM").
        boolean ours = message.contains("10000") || message.contains("10,000") || message.contains("3000 char");
        if (ours) return AdapterErrorCode.UNEXPECTED_RESPONSE;
        boolean unknown = message.contains("PROPERTY_DOESNT_EXIST") || message.contains("READ_ONLY_VALUE");
        if (unknown) return AdapterErrorCode.FIELD_NOT_WRITABLE;
        return AdapterErrorCode.RECORD_INVALID;
    }

    /** errors[].context.propertyName first, then the JSON inside the message; only names that do not exist or are read-only. */
    private static Set<String> properties(JsonNode json, String message) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode error : json.path("errors")) {
            for (JsonNode name : error.path("context").path("propertyName")) names.add(name.asText());
        }
        if (names.isEmpty()) {
            for (JsonNode detail : MappedError.details(message))
                names.add(detail.path("name").asText(""));
        }
        names.remove("");
        return names;
    }

    /** Waits of the vendor's own client: 10 s for the rolling window, 1 s for searches; at least 2 s for a lock. */
    private static Optional<Duration> documentedWait(int status, String message, JsonNode json) {
        if (status == 423) return Optional.of(Duration.ofSeconds(2));
        if (status != 429) return Optional.empty();
        String policy = json.path("policyName").asText("").toUpperCase(Locale.ROOT);
        boolean secondly = policy.equals("SECONDLY") || message.contains("secondly limit") && !message.contains("ten_");
        return Optional.of(Duration.ofSeconds(secondly ? 1 : 10));
    }

    private static List<String> scopes(JsonNode json) {
        List<String> scopes = new ArrayList<>();
        for (JsonNode error : json.path("errors")) {
            error.path("context").path("requiredGranularScopes").forEach(scope -> scopes.add(scope.asText()));
        }
        return scopes;
    }

    private static JsonNode json(String body) {
        if (!body.stripLeading().startsWith("{")) return MissingNode.getInstance();
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
