package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;

/** How much of its quota the instance has used, and which errors it answered. */
final class Usage {
    private final Limits limits;

    Usage(Limits limits) {
        this.limits = limits;
    }

    HttpAnswer calls(ApiCall call, int days) {
        List<ObjectNode> rows = new ArrayList<>();
        limits.days(days).forEach((date, day) -> {
            ObjectNode row = Replies.object().put("date", date.toString()).put("total", day.calls());
            row.putArray("users").addObject().put("userId", Identity.USER).put("count", day.calls());
            rows.add(row);
        });
        return Replies.result(call, rows);
    }

    HttpAnswer errors(ApiCall call, int days) {
        List<ObjectNode> rows = new ArrayList<>();
        limits.days(days).forEach((date, day) -> {
            int total =
                    day.errors().values().stream().mapToInt(Integer::intValue).sum();
            ObjectNode row = Replies.object().put("date", date.toString()).put("total", total);
            ArrayNode errors = row.putArray("errors");
            day.errors()
                    .forEach((code, count) ->
                            errors.addObject().put("errorCode", code).put("count", count));
            rows.add(row);
        });
        return Replies.result(call, rows);
    }
}
