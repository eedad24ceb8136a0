package io.onefunnel.app.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place for a plan that nobody asked to keep: gone when it is closed, and a day later when the program was killed first. */
public final class TemporaryPlan implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TemporaryPlan.class);

    private static final String PREFIX = "temporary-";
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Path file;

    private TemporaryPlan(Path file) {
        this.file = file;
    }

    /** @param folder is made where it is missing */
    static TemporaryPlan in(Path folder, Instant now) {
        try {
            Files.createDirectories(folder);
            removeLeftBehind(folder, now);
        } catch (IOException failed) {
            throw new UncheckedIOException("plans cannot be kept in " + folder, failed);
        }
        return new TemporaryPlan(folder.resolve(PREFIX + UUID.randomUUID() + ".jsonl"));
    }

    private static void removeLeftBehind(Path folder, Instant now) throws IOException {
        try (DirectoryStream<Path> plans = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path each : plans) {
                Instant changed = Files.getLastModifiedTime(each).toInstant();
                if (changed.isBefore(now.minus(LEFT_BEHIND))) delete(each);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            log.warn("{} stays behind: {}", file, stays.getMessage());
        }
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        delete(file);
    }
}
