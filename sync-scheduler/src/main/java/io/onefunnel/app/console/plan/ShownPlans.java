package io.onefunnel.app.console.plan;

import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans as a page showed them, each in a file of its own. */
public final class ShownPlans {
    private final Path folder;

    public ShownPlans(Path folder) {
        this.folder = folder;
    }

    void keep(Plan plan) {
        Path file = file(plan.id());
        try {
            Files.createDirectories(folder);
            PlanFile.write(plan, file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the plan cannot be kept in " + file, failed);
        }
    }

    /** Empty for what is no id, or none of a plan that was shown. */
    Optional<Plan> find(@Nullable String id) throws IOException {
        if (id == null || !id.matches("[0-9a-f-]{36}")) return Optional.empty();
        Path file = file(id);
        return Files.isRegularFile(file) ? Optional.of(PlanFile.read(file)) : Optional.empty();
    }

    private Path file(String id) {
        return folder.resolve(id + ".json");
    }
}
