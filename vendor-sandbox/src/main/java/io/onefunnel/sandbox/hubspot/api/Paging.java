package io.onefunnel.sandbox.hubspot.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a page names the next one: by a token, and by an address that holds it, as all recorded pages do. */
public final class Paging {
    private Paging() {}

    /** The next page of the list that was asked for. */
    public static void next(ObjectNode page, Request request, String after) {
        String target = request.call().target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0
                ? ""
                : Arrays.stream(target.substring(mark + 1).split("&"))
                        .filter(pair -> !pair.isEmpty() && !pair.startsWith("after="))
                        .map(pair -> pair + "&")
                        .collect(Collectors.joining());
        next(page, request, path + "?" + query + "after=", after);
    }

    /** The next links of one object, which have an address of their own (HubSpot/hubspot-api-python#135). */
    public static void nextLinks(ObjectNode holder, Request request, String from, long id, String to, String after) {
        String objects = request.isDated() ? "/crm/objects/" + request.version() : "/crm/v4/objects";
        next(holder, request, objects + "/" + from + "/" + id + "/associations/" + to + "?after=", after);
    }

    private static void next(ObjectNode page, Request request, String address, String after) {
        String origin =
                request.call().header("Host").map(host -> "http://" + host).orElse("https://api.hubapi.com");
        page.putObject("paging").putObject("next").put("after", after).put("link", origin + address + after);
    }
}
