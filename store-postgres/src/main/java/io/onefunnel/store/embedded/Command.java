package io.onefunnel.store.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it said. */
final class Command {
    private static final int PATIENCE_SECONDS = 120;

    private Command() {}

    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * The output goes to a file and not to a pipe: a server that is started inherits it, and a pipe would stay open as
     * long as the server runs.
     */
    static Result run(List<String> prefix, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        Path output = Files.createTempFile("onefunnel", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
                    // Not the caller's folder: the account that the server runs as may not be allowed to be there.
                    .directory(Path.of("/").toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, "no end after " + PATIENCE_SECONDS + " seconds: " + said(output));
            }
            return new Result(process.exitValue(), said(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String said(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    }

    private static String nullDevice() {
        return Files.exists(Path.of("/dev/null")) ? "/dev/null" : "NUL";
    }
}
