package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;

/** Lead partitions: there is one, and everybody is in it. */
final class Partitions {
    static final String ONLY = "Default";

    private final LeadDatabase database;

    Partitions(LeadDatabase database) {
        this.database = database;
    }

    HttpAnswer all(ApiCall call) {
        return Replies.result(call, Replies.object().put("id", 1).put("name", ONLY));
    }

    HttpAnswer update(ApiCall call) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("id", record.path("id").asInt());
            try {
                rows.add(update(record, row));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    private ObjectNode update(JsonNode record, ObjectNode row) {
        String partition = record.path("partitionName").asText("");
        if (partition.isEmpty()) throw new SkippedRow("1009", "Partition name must be specified");
        if (!partition.equals(ONLY)) throw new SkippedRow("1008", "Access denied to partition '" + partition + "'");
        if (database.leads().find(row.path("id").asInt()).isEmpty()) throw new SkippedRow("1004", "Lead not found");
        return row.put("status", "updated");
    }
}
