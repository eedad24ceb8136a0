package io.onefunnel.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Kills the program where it hurts. The work is done by a process of its own, on the same store and the same vendors; it
 * gets SIGKILL in the middle of the pull and in the middle of the writing, and the work goes on afterwards.
 */
final class Chaos {
    /** Slow enough that a kill falls into the middle. */
    private static final String LATENCY = "{\"ms\": 40}";

    private static final String NO_LATENCY = "{\"ms\": 0}";
    private static final double WHEN = 0.3;

    private final OpenInstallation opening;
    private final Path config;
    private final ControlClient judge;
    private final Story story;
    private int kills;

    Chaos(OpenInstallation opening, Path config, ControlClient judge, Story story) {
        this.opening = opening;
        this.config = config;
        this.judge = judge;
        this.story = story;
    }

    int kills() {
        return kills;
    }

    /** Pulls in another process and kills it when a part of the people is stored. */
    void killInPull() throws IOException, InterruptedException {
        long expected =
                judge.get("/truth").path("counts").path("records of people").asLong();
        judge.post("/latency", LATENCY);
        killWhen(List.of("sync"), () -> storedPeople() >= expected * WHEN);
        judge.post("/latency", NO_LATENCY);
        story.step("kill -9 in mid-pull, with %,d of %,d records stored. Starting again.", storedPeople(), expected);
    }

    private long storedPeople() {
        return store().mirror().counts().values().stream()
                .mapToLong(counts -> counts.getOrDefault(RecordKind.PERSON, 0L))
                .sum();
    }

    /** Records of people that the vendors hold and the mirror does not. */
    long missingRecords() throws IOException, InterruptedException {
        long missing = 0;
        for (JsonNode person : judge.get("/truth?list=true").path("people")) {
            for (JsonNode record : person) {
                SourceRef ref = new SourceRef(
                        new ConnectionId(record.path("vendor").asText()),
                        RecordKind.PERSON,
                        record.path("id").asText());
                if (store().mirror().find(ref).isEmpty()) missing++;
            }
        }
        return missing;
    }

    /** Applies the plan in another process, kills it in the middle, and applies what is left. */
    WriteSummary killInWrite(Plan plan, Path file, Instant now) throws IOException, InterruptedException {
        long before = judge.written();
        long items = plan.counts().items();
        judge.post("/latency", LATENCY);
        killWhen(List.of("apply", file.toString()), () -> written() - before >= items * WHEN);
        judge.post("/latency", NO_LATENCY);
        story.step("kill -9 in mid-write, after %,d of %,d writes. Starting again.", judge.written() - before, items);
        opening.services().sync().run(now, ProgressListener.NONE);
        Plan rest = opening.services().plans().save(EnumSet.allOf(Capability.class), now, file);
        return opening.services().writes().apply(rest, now, ProgressListener.NONE);
    }

    private long written() {
        try {
            return judge.written();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Long.MAX_VALUE;
        }
    }

    private void killWhen(List<String> command, BooleanSupplier enough) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (process.isAlive() && !enough.getAsBoolean()) {
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) break;
            }
            if (process.isAlive()) {
                process.destroyForcibly();
                kills++;
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private List<String> program(List<String> command) {
        List<String> program = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Donefunnel.home=" + System.getProperty("onefunnel.home", "."),
                "-cp",
                System.getProperty("java.class.path"),
                "io.onefunnel.app.Main"));
        program.addAll(command);
        program.addAll(List.of("--config", config.toString()));
        return program;
    }

    private Store store() {
        return opening.installation().store();
    }
}
