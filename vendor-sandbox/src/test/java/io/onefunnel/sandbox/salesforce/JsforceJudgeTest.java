package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jsforce, as it comes from the registry, drives the org: run where Node and its packages are there already. */
class JsforceJudgeTest {
    @Test
    void jsforceFindsTheOrgToBeSalesforce(@TempDir Path folder) throws Exception {
        Path judge = Path.of(System.getProperty("onefunnel.root", ".."), "benchmarks", "judges", "jsforce");
        assumeTrue(
                Files.isDirectory(judge.resolve("node_modules")),
                "skipped: benchmarks/judges/run jsforce fetches what this test runs");
        assumeTrue(hasNode(), "skipped: there is no node on the path");
        File access = folder.resolve("access.json").toFile();
        File output = folder.resolve("output.txt").toFile();
        try (Sandbox sandbox = Sandbox.of(new SandboxClock(InstantSource.system()), Sandbox.Ports.FREE)) {
            sandbox.start();
            new JsonMapper().writeValue(access, sandbox.describe());
            int code = new ProcessBuilder("node", "judge.mjs", access.getPath())
                    .directory(judge.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start()
                    .waitFor();
            String said = Files.readString(output.toPath(), StandardCharsets.UTF_8);
            assertThat(code).as(said).isZero();
            assertThat(said).contains("checks hold");
        }
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
