package io.onefunnel.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PendingAction.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a plan file says what is more than a field. */
final class PlanFileActions {
    private PlanFileActions() {}

    static void put(ObjectNode node, PlanItem.Act item) {
        node.put("do", item.what());
        node.put("key", item.key());
        ArrayNode evidence = node.putArray("evidence");
        item.evidence().forEach(ref -> evidence.add(ref.toString()));
        Action action = item.action();
        if (action instanceof PendingAction.Publish publish) {
            node.put("ledgerKey", publish.ledgerKey());
            node.put("outcome", publish.outcome());
            node.put("at", publish.at().toString());
            publish.program().ifPresent(program -> node.put("program", program.toString()));
            ObjectNode details = node.putObject("details");
            publish.details().forEach(details::put);
        } else if (action instanceof PendingAction.Link link) {
            node.put("referredBy", link.referredBy().toString());
        } else if (action instanceof PendingAction.Task task) {
            node.put("ledgerKey", task.ledgerKey());
            node.put("owner", task.owner().toString());
            node.put("subject", task.subject());
            node.put("due", task.due().toString());
        } else if (action instanceof PendingAction.Reassign reassign) {
            node.put("newOwner", reassign.newOwner().toString());
            node.put("expectedOwner", reassign.expectedOwner().toString());
        }
    }

    static PlanItem.Act read(JsonNode node, SourceRef on, String why) {
        List<SourceRef> evidence = new ArrayList<>();
        node.path("evidence").forEach(each -> evidence.add(SourceRef.parse(each.asText())));
        return new PlanItem.Act(on, text(node, "key"), action(node), evidence, why);
    }

    private static Action action(JsonNode node) {
        String what = text(node, "do");
        return switch (what) {
            case "outcome" ->
                new PendingAction.Publish(
                        text(node, "ledgerKey"),
                        text(node, "outcome"),
                        Instant.parse(text(node, "at")),
                        node.has("program") ? Optional.of(ref(node, "program")) : Optional.empty(),
                        details(node));
            case "link" -> new PendingAction.Link(ref(node, "referredBy"));
            case "task" ->
                new PendingAction.Task(
                        text(node, "ledgerKey"),
                        ref(node, "owner"),
                        text(node, "subject"),
                        Instant.parse(text(node, "due")));
            case "owner" -> new PendingAction.Reassign(ref(node, "newOwner"), ref(node, "expectedOwner"));
            default -> throw new IllegalArgumentException("nothing is known of \"" + what + "\"");
        };
    }

    private static Map<String, String> details(JsonNode node) {
        Map<String, String> details = new TreeMap<>();
        node.path("details")
                .properties()
                .forEach(each -> details.put(each.getKey(), each.getValue().asText()));
        return details;
    }

    private static SourceRef ref(JsonNode node, String key) {
        return SourceRef.parse(text(node, key));
    }

    private static String text(JsonNode node, String key) {
        return node.required(key).asText();
    }
}
