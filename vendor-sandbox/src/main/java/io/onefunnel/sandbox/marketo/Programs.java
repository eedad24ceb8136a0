package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The programs of the instance, as asset endpoints show them. */
final class Programs {
    private final Channels channels;
    private final Map<Integer, Program> programs = new TreeMap<>();

    Programs(Channels channels) {
        this.channels = channels;
    }

    int create(String name, String channel, Instant createdAt) {
        int id = 1001 + programs.size();
        programs.put(id, new Program(id, name, channels.named(channel), createdAt));
        return id;
    }

    Optional<Program> find(int id) {
        return Optional.ofNullable(programs.get(id));
    }

    /** @throws Refusal 1013 */
    Program get(int id) {
        return find(id).orElseThrow(() -> new Refusal("1013", "Program not found"));
    }

    Optional<Program> named(String name) {
        return programs.values().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    int size() {
        return programs.size();
    }

    HttpAnswer browse(ApiCall call) {
        Instant earliest = call.parameter("earliestUpdatedAt").map(Dates::parse).orElse(Instant.MIN);
        Instant latest = call.parameter("latestUpdatedAt").map(Dates::parse).orElse(Instant.MAX);
        List<Program> found = programs.values().stream()
                .filter(each -> !each.createdAt().isBefore(earliest)
                        && !each.createdAt().isAfter(latest))
                .toList();
        return Replies.assets(call, Page.ofAssets(call, found, Program::shape));
    }

    HttpAnswer byId(ApiCall call) {
        return answer(call, find(call.id("id")));
    }

    HttpAnswer byName(ApiCall call) {
        return answer(call, named(call.required("name")));
    }

    private static HttpAnswer answer(ApiCall call, Optional<Program> found) {
        List<ObjectNode> shown = found.map(Program::shape).stream().toList();
        // A list of programs leaves these two out.
        for (ObjectNode each : shown) {
            each.putArray("tags");
            each.putArray("costs");
        }
        return Replies.assets(call, shown);
    }
}
