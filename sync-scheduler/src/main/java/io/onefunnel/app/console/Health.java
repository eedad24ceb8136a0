package io.onefunnel.app.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.onefunnel.app.engine.Version;
import io.onefunnel.state.Runs;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether it works, for a watchdog: 200 while the store answers, 503 otherwise. What is incomplete is counted, not alarmed. */
final class Health {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Runs runs;

    Health(Runs runs) {
        this.runs = runs;
    }

    void answer(Context ctx) {
        Map<String, Object> health = new LinkedHashMap<>();
        try {
            health.put("status", "up");
            health.put("version", Version.CURRENT);
            health.put("paused", runs.paused().isPresent());
            health.put("shortfalls", runs.openShortfalls().size());
        } catch (RuntimeException storeDown) {
            ctx.status(503);
            health.put("status", "down");
            health.put("why", "the store does not answer");
        }
        ctx.contentType("application/json");
        ctx.result(json(health));
    }

    private static String json(Map<String, Object> health) {
        try {
            return MAPPER.writeValueAsString(health);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("not a tree of plain values", impossible);
        }
    }
}
