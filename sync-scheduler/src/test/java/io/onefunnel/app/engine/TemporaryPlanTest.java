package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A plan that nobody asked to keep")
class TemporaryPlanTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    @DisplayName("is gone when it is done with; one of a killed program goes a day later, one that was asked for never")
    void goes(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("plans");
        Path file;
        try (TemporaryPlan plan = TemporaryPlan.in(folder, NOW)) {
            file = plan.file();
            Files.writeString(file, "{}");
        }
        assertThat(file).doesNotExist();

        Path killed = Files.writeString(file, "{}");
        Path asked = Files.writeString(folder.resolve("monday.jsonl"), "{}");
        for (Path each : new Path[] {killed, asked}) Files.setLastModifiedTime(each, FileTime.from(NOW));
        TemporaryPlan.in(folder, NOW.plus(Duration.ofHours(23))).close();
        assertThat(killed).exists();
        TemporaryPlan.in(folder, NOW.plus(Duration.ofHours(25))).close();
        assertThat(killed).doesNotExist();
        assertThat(asked).exists();
    }
}
