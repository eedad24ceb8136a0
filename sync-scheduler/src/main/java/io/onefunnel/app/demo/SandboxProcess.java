package io.onefunnel.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The local vendors as a child process. It ends with us: it watches its standard input, which closes even when we are
 * killed.
 */
public final class SandboxProcess implements AutoCloseable {
    private static final String MAIN = "io.onefunnel.sample.SandboxMain";

    private final Process process;
    private final JsonNode start;

    private SandboxProcess(Process process, JsonNode start) {
        this.process = process;
        this.start = start;
    }

    /** Starts the vendors and waits until they answer. What the child says for people goes to our standard error. */
    public static SandboxProcess start(List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--json", "--with-parent"));
        all.addAll(arguments);
        Process process = new ProcessBuilder(command(all))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) throw new IOException("the sandbox ended before it answered; its reason is above");
        return new SandboxProcess(process, new ObjectMapper().readTree(line));
    }

    /** Runs the vendors until they end, with our own input and output. */
    public static int inForeground(List<String> arguments) throws IOException, InterruptedException {
        return new ProcessBuilder(command(arguments)).inheritIO().start().waitFor();
    }

    private static List<String> command(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                libraries().resolve("*").toString(),
                MAIN));
        command.addAll(arguments);
        return command;
    }

    /** In a checkout beside the sandbox's sources, in a distribution beside the program. */
    private static Path libraries() throws IOException {
        Path home = Path.of(System.getProperty("onefunnel.home", "."));
        for (String place : List.of("sample-company/target/app/lib", "sandbox/lib")) {
            Path folder = home.resolve(place);
            if (Files.isDirectory(folder)) return folder;
        }
        throw new IOException("the sandbox is not beside the program; start it with ./onefunnel");
    }

    /** The line that the sandbox printed: how to connect to each vendor. */
    public JsonNode start() {
        return start;
    }

    public String controlUrl() {
        return start.path("control").path("url").asText();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
