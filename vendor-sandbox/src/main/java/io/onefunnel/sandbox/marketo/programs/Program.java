package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Replies;
import java.time.Instant;

/** A marketing program in its channel. */
public record Program(int id, String name, Channels.Channel channel, Instant createdAt) {
    ObjectNode shape() {
        ObjectNode shape = Replies.object()
                .put("id", id)
                .put("name", name)
                .put("description", "")
                .put("createdAt", Dates.asset(createdAt))
                .put("updatedAt", Dates.asset(createdAt))
                .put("url", "https://app-sandbox.marketo.example/#PG" + id + "A1")
                .put("type", type())
                .put("channel", channel.name());
        shape.putObject("folder").put("type", "Folder").put("value", 28).put("folderName", "Programs");
        return shape.put("status", "").put("workspace", "Default").put("headStart", false);
    }

    private String type() {
        return switch (channel.programType()) {
            case "email" -> "Email";
            case "nurture" -> "Engagement";
            case "event" -> "Event";
            default -> "Default";
        };
    }
}
