package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@link LargeVendors} as a child, so that the vendors' work is not counted as ours. */
final class VendorProcess implements AutoCloseable {
    private final Process process;
    private final JsonNode access;
    private final Control control;

    private VendorProcess(Process process, JsonNode access) {
        this.process = process;
        this.access = access;
        this.control = new Control(access.path("control").path("url").asText());
    }

    static VendorProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx6g",
                        "-XX:+UseSerialGC",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeVendors.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) throw new IOException("the sandbox ended before it answered; its reason is above");
        return new VendorProcess(process, new ObjectMapper().readTree(line));
    }

    /** How to connect to the vendor of this name. */
    JsonNode access(String vendor) {
        return access.path(vendor);
    }

    Control control() {
        return control;
    }

    void fill(String vendor, int people, int activities) throws IOException, InterruptedException {
        control.get("/fill?vendor=" + vendor + "&people=" + people + "&activities=" + activities);
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
