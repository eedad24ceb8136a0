package io.onefunnel.sandbox.marketo.api;

import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which method and path leads to which operation. */
public final class Routes {
    /** An operation found for a call, under the name that calls are counted by. */
    public record Found(String operation, ApiCall call, Function<ApiCall, HttpAnswer> answer) {}

    private record Route(
            String method, Pattern path, List<String> names, String operation, Function<ApiCall, HttpAnswer> answer) {}

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final List<Route> routes = new ArrayList<>();
    private final Map<String, List<Route>> fixed = new HashMap<>();

    public Routes on(String method, String path, String operation, Function<ApiCall, HttpAnswer> answer) {
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher variables = VARIABLE.matcher(path);
        int from = 0;
        while (variables.find()) {
            regex.append(Pattern.quote(path.substring(from, variables.start()))).append("([^/]+?)");
            names.add(variables.group(1));
            from = variables.end();
        }
        regex.append(Pattern.quote(path.substring(from)));
        Route route = new Route(method, Pattern.compile(regex.toString()), List.copyOf(names), operation, answer);
        if (names.isEmpty())
            fixed.computeIfAbsent(path, key -> new ArrayList<>()).add(route);
        else routes.add(route);
        return this;
    }

    /** @throws Refusal 610 for an unknown path, 605 for a known one with another method */
    public Found find(ApiCall call) {
        boolean known = false;
        // Most calls go to a path without variables; such a path wins over one with them, as byName.json over
        // {id}.json.
        for (Route route : fixed.getOrDefault(call.path(), routes)) {
            Optional<ApiCall> matched = match(route, call);
            if (matched.isEmpty()) continue;
            if (route.method().equals(call.method())) {
                return new Found(route.operation(), matched.get(), route.answer());
            }
            known = true;
        }
        throw known
                ? new Refusal("605", "HTTP Method not supported")
                : new Refusal("610", "Requested resource not found");
    }

    private static Optional<ApiCall> match(Route route, ApiCall call) {
        Matcher path = route.path().matcher(call.path());
        if (!path.matches()) return Optional.empty();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < route.names().size(); i++) values.put(route.names().get(i), path.group(i + 1));
        return Optional.of(call.with(values));
    }
}
