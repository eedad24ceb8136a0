package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The channels of programs, each with its statuses in order. */
public final class Channels {
    /** A status of a channel; {@code step} says which comes later. */
    public record Status(int id, String name, int step, boolean success) {}

    record Channel(int id, String name, String programType, List<Status> statuses) {
        Optional<Status> status(String statusName) {
            return statuses.stream()
                    .filter(each -> each.name().equalsIgnoreCase(statusName))
                    .findFirst();
        }
    }

    private final Map<String, Channel> byName = new LinkedHashMap<>();
    private int nextStatus = 1;

    /** The channels of a new instance; the statuses that end in "*" are successes. */
    public Channels() {
        add("Email Send", "email", "Sent", "Clicked*", "Unsubscribed");
        add("Nurture", "nurture", "Member", "Engaged*");
        add("Web Content", "program", "Member", "Engaged*");
        add("Webinar", "event", "Invited", "Registered", "No Show", "Attended*", "Attended On-demand*");
        add("Tradeshow", "event", "Invited", "Visited Booth", "Influenced*");
        add("Live Event", "event", "Invited", "Registered", "No Show", "Attended*");
        add("Online Advertising", "program", "Member", "Engaged", "Converted*");
        add("Content Syndication", "program", "Member", "Converted*");
        add("List Import", "program", "On List", "Influenced*");
        add("Blog", "program", "Invited", "Visited", "Influenced*");
        add("Operational", "program", "Member");
    }

    /** Adds the endpoints that show channels. */
    public void serve(Routes routes) {
        routes.on("GET", "rest/asset/v1/channels.json", "channels", this::all)
                .on("GET", "rest/asset/v1/channel/byName.json", "channels", this::byName);
    }

    /** An admin adds a status to every channel, after all others. */
    public void addStatus(String name, boolean success) {
        for (Channel channel : byName.values()) {
            if (channel.status(name).isPresent()) continue;
            channel.statuses()
                    .add(new Status(nextStatus++, name, 10 * channel.statuses().size(), success));
        }
    }

    /** The channel of that name; an unknown one is made, as an admin would, with "Member" and "Influenced". */
    Channel named(String name) {
        if (!byName.containsKey(name)) add(name, "program", "Member", "Influenced*");
        return Optional.ofNullable(byName.get(name)).orElseThrow();
    }

    private HttpAnswer all(ApiCall call) {
        return Replies.assets(call, Page.ofAssets(call, List.copyOf(byName.values()), Channels::shape));
    }

    private HttpAnswer byName(ApiCall call) {
        Channel channel = byName.get(call.required("name"));
        return Replies.assets(call, channel == null ? List.of() : List.of(shape(channel)));
    }

    private void add(String name, String programType, String... statuses) {
        List<Status> all = new ArrayList<>(List.of(new Status(nextStatus++, "Not in Program", 0, false)));
        for (String status : statuses) {
            boolean success = status.endsWith("*");
            String plain = success ? status.substring(0, status.length() - 1) : status;
            all.add(new Status(nextStatus++, plain, 10 * all.size(), success));
        }
        byName.put(name, new Channel(byName.size() + 1, name, programType, all));
    }

    private static ObjectNode shape(Channel channel) {
        ObjectNode shape = Replies.object()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("applicableProgramType", channel.programType());
        ArrayNode statuses = shape.putArray("progressionStatuses");
        for (Status status : channel.statuses()) {
            statuses.addObject()
                    .put("name", status.name())
                    .put("step", status.step())
                    .putNull("description")
                    .put("hidden", false)
                    .put("success", status.success());
        }
        return shape.put("createdAt", Dates.asset(Dates.INSTANCE_MADE))
                .put("updatedAt", Dates.asset(Dates.INSTANCE_MADE));
    }
}
