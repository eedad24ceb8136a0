package io.onefunnel.app.console;

import io.javalin.http.Context;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Version;
import io.onefunnel.state.Runs;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether it works, for a watchdog: 200 while the store answers, 503 otherwise. Shortfalls are told, not alarmed. */
final class Health {
    private final Installation installation;

    Health(Installation installation) {
        this.installation = installation;
    }

    void answer(Context ctx) {
        Map<String, Object> health = new LinkedHashMap<>();
        try {
            Runs runs = installation.store().runs();
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
        ctx.result(JsonText.of(health));
    }
}
