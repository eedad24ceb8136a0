package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The programs of the instance, as asset endpoints show them. */
public final class Programs {
    private final Channels channels;
    private final Map<Integer, Program> programs = new TreeMap<>();

    public Programs(Channels channels) {
        this.channels = channels;
    }

    /** Adds the endpoints that show programs. */
    public void serve(Routes routes) {
        routes.on("GET", "rest/asset/v1/programs.json", "programs", this::browse)
                .on("GET", "rest/asset/v1/program/byName.json", "program", this::byName)
                .on("GET", "rest/asset/v1/program/{id}.json", "program", this::byId);
    }

    public int create(String name, String channel, Instant createdAt) {
        int id = 1001 + programs.size();
        programs.put(id, new Program(id, name, channels.named(channel), createdAt));
        return id;
    }

    Optional<Program> find(int id) {
        return Optional.ofNullable(programs.get(id));
    }

    /** @throws Refusal 1013 when there is no program with this id */
    public Program get(int id) {
        return find(id).orElseThrow(() -> new Refusal("1013", "Program not found"));
    }

    public Optional<Program> named(String name) {
        return programs.values().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    public int size() {
        return programs.size();
    }

    private HttpAnswer browse(ApiCall call) {
        Instant earliest = call.parameter("earliestUpdatedAt").map(Dates::parse).orElse(Instant.MIN);
        Instant latest = call.parameter("latestUpdatedAt").map(Dates::parse).orElse(Instant.MAX);
        List<Program> found = programs.values().stream()
                .filter(each -> !each.createdAt().isBefore(earliest)
                        && !each.createdAt().isAfter(latest))
                .toList();
        return Replies.assets(call, Page.ofAssets(call, found, Program::shape));
    }

    private HttpAnswer byId(ApiCall call) {
        return answer(call, find(call.id("id")));
    }

    private HttpAnswer byName(ApiCall call) {
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
