package io.onefunnel.app.console;

import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.app.engine.Services;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an admin may change in the console. */
final class Actions {
    private static final Logger log = LoggerFactory.getLogger(Actions.class);

    private final Installation installation;
    private final Services services;

    Actions(Installation installation, Services services) {
        this.installation = installation;
        this.services = services;
    }

    void pause(String who, @Nullable String reason) {
        String why = reason == null || reason.isBlank() ? "no reason given" : reason.strip();
        installation.store().runs().pause(why, who, installation.clock().instant());
    }

    void resume(String who) {
        installation.store().runs().resume(who, installation.clock().instant());
    }

    /** Applies the plan that the page showed, which was saved when it was shown. */
    void apply(String who, @Nullable String id) throws IOException, InterruptedException {
        if (id == null || !id.matches("[0-9a-f-]{36}")) return;
        Path file = planFile(installation, id);
        if (!Files.isRegularFile(file)) return;
        Plan plan = PlanFile.read(file);
        log.info("plan {} is applied by console user {}", id, who);
        services.writes().apply(plan, installation.clock().instant(), ProgressListener.NONE);
    }

    /** Where a plan that a page showed is kept. */
    static Path planFile(Installation installation, String id) {
        return installation.config().store().data().resolve("plans").resolve(id + ".json");
    }
}
