package io.onefunnel.sandbox.hubspot.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call with its path taken apart. Dated and numbered paths name the same areas: {@code /crm/objects/2026-09/contacts}
 * and {@code /crm/v3/objects/contacts}.
 *
 * @param area "objects", "associations", "properties", "pipelines", "owners", "oauth", "account-info", "lists",
 *     "marketing" or "form-integrations" (forms), "events" or "custom" (custom events), "event-occurrences", or "" when the portal has no such path
 * @param version "2026-09", "v3" ...
 * @param rest the segments after area and version
 */
public record Request(HttpCall call, String area, String version, List<String> rest) {
    private static final Pattern DATED = Pattern.compile("20\\d\\d-\\d\\d");
    private static final Pattern NUMBERED = Pattern.compile("v[1-4]");
    private static final List<String> DATED_VERSIONS = List.of("2026-03", "2026-09");

    public Request {
        rest = List.copyOf(rest);
    }

    public static Request of(HttpCall call) {
        List<String> segments = new ArrayList<>(Arrays.stream(call.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList());
        if (!segments.isEmpty() && segments.get(0).equals("crm")) segments.remove(0);
        // Dated paths of events name two areas before the version: /events/custom/2026-09/send.
        if (segments.size() > 2 && segments.get(0).equals("events") && DATED_VERSIONS.contains(segments.get(2))) {
            segments.remove(0);
        }
        if (segments.size() < 2) return new Request(call, "", "", segments);
        String first = segments.remove(0);
        String second = segments.remove(0);
        if (NUMBERED.matcher(first).matches()) return new Request(call, second, first, segments);
        if (NUMBERED.matcher(second).matches() || DATED_VERSIONS.contains(second)) {
            return new Request(call, first, second, segments);
        }
        return new Request(call, "", "", segments);
    }

    public boolean isDated() {
        return DATED.matcher(version).matches();
    }

    /** Whether the path is dated, and with this version or a later one. */
    public boolean isAtLeast(String dated) {
        return isDated() && version.compareTo(dated) >= 0;
    }

    public String method() {
        return call.method();
    }

    public Optional<String> parameter(String name) {
        return call.parameter(name).filter(value -> !value.isEmpty());
    }

    /** The values of a parameter that may be repeated and may hold commas. */
    public List<String> list(String name) {
        return call.query().getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    public boolean flag(String name) {
        return parameter(name).map(Boolean::parseBoolean).orElse(false);
    }

    public int number(String name, int otherwise) {
        Optional<String> value = parameter(name);
        if (value.isEmpty()) return otherwise;
        try {
            return Integer.parseInt(value.get());
        } catch (NumberFormatException e) {
            throw Refusal.validation(name + " must be a number, not " + value.get());
        }
    }

    public Optional<Long> after() {
        return parameter("after").map(Request::id);
    }

    public JsonNode body() {
        return Json.read(call.body());
    }

    /** The elements of "inputs"; more than {@code most} refuse the call. */
    public List<JsonNode> inputs(int most) {
        List<JsonNode> inputs = new ArrayList<>();
        body().path("inputs").forEach(inputs::add);
        if (inputs.isEmpty()) throw Refusal.validation("inputs must not be empty");
        if (inputs.size() > most) {
            throw Refusal.validation(
                    "The maximum number of inputs is " + most + ", but " + inputs.size() + " were given");
        }
        return inputs;
    }

    public static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refusal.validation("\"" + text + "\" is not a valid id");
        }
    }
}
