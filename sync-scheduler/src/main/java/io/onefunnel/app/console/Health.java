package io.onefunnel.app.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.onefunnel.app.engine.Version;
import io.onefunnel.state.Runs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether it works, for a watchdog: 200 while the store answers soon, 503 otherwise. What is incomplete is counted, not alarmed. */
final class Health {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A watchdog waits two seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Runs runs;

    private @Nullable FutureTask<Answer> asked;

    Health(Runs runs) {
        this.runs = runs;
    }

    private record Answer(boolean paused, int shortfalls) {}

    void answer(Context ctx) {
        Map<String, Object> health = new LinkedHashMap<>();
        try {
            Answer answer = ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            health.put("status", "up");
            health.put("version", Version.CURRENT);
            health.put("paused", answer.paused());
            health.put("shortfalls", answer.shortfalls());
        } catch (ExecutionException | TimeoutException storeDown) {
            ctx.status(503);
            health.put("status", "down");
            health.put("why", "the store does not answer");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            ctx.status(503);
            health.put("status", "stopping");
        }
        ctx.contentType("application/json");
        ctx.result(json(health));
    }

    /** Asks the store beside the caller. While it hangs, all callers wait for the one question that is open. */
    private synchronized FutureTask<Answer> ask() {
        FutureTask<Answer> open = asked;
        if (open != null && !open.isDone()) return open;
        FutureTask<Answer> fresh = new FutureTask<>(() ->
                new Answer(runs.paused().isPresent(), runs.openShortfalls().size()));
        asked = fresh;
        Thread asking = new Thread(fresh, "health");
        asking.setDaemon(true);
        asking.start();
        return fresh;
    }

    private static String json(Map<String, Object> health) {
        try {
            return MAPPER.writeValueAsString(health);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("not a tree of plain values", impossible);
        }
    }
}
