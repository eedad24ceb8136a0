package io.onefunnel.sample.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.sample.csv.ImportReport.FileReport;
import io.onefunnel.sandbox.Recorder;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Files of leads, deals and activities, and the two systems that they are imported into. */
abstract class ImportedFiles {
    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    final SandboxClock clock = new SandboxClock(InstantSource.fixed(NOW));
    final Recorder.Org org = new Recorder.Org(clock, new Calls(), new WriteAudit(), new Faults());
    final Recorder.Instance marketo = new Recorder.Instance(clock, new Calls(), new WriteAudit(), new Faults());

    @TempDir
    Path folder;

    Map<String, String> onlyLead() {
        assertThat(marketo.of("leads")).hasSize(1);
        return marketo.of("leads").get(0).values();
    }

    FileReport leads(Path file) {
        return run(file, null, null, Map.of()).getFiles().get(0);
    }

    ImportReport run(@Nullable Path leads, @Nullable Path deals, @Nullable Path activities, Map<String, String> told) {
        return CsvImport.run(
                new CsvImport.Files(
                        Optional.ofNullable(leads),
                        Optional.ofNullable(deals),
                        Optional.ofNullable(activities),
                        Map.of("file.csv", told)),
                org,
                marketo,
                NOW);
    }

    Path text(String content) throws IOException {
        return write("file.csv", utf8(content));
    }

    Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
