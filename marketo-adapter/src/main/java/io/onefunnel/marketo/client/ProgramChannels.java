package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of programs, each with the statuses that its members go through: "Channels". */
public final class ProgramChannels {
    // "maxReturn: maximum 200": "Channels", "Browse".
    private static final int PAGE = 200;

    private final MarketoClient client;

    public ProgramChannels(MarketoClient client) {
        this.client = client;
    }

    /** The statuses of each channel, as Marketo tells them: name, step, success, hidden. */
    public Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (int offset = 0; ; offset += PAGE) {
            JsonNode page = client.get(
                            "channels",
                            Expected.ASSETS,
                            "rest/asset/v1/channels.json",
                            Map.of("maxReturn", Integer.toString(PAGE), "offset", Integer.toString(offset)))
                    .path("result");
            for (JsonNode channel : page) all.put(channel.path("name").asText(""), channel.path("progressionStatuses"));
            if (page.size() < PAGE) return all;
        }
    }
}
