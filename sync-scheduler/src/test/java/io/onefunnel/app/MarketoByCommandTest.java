package io.onefunnel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.marketo.MarketoInstance;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an admin learns of a Marketo instance by commands alone, before anything is read of it. */
class MarketoByCommandTest {
    private final SandboxClock clock = new SandboxClock(InstantSource.system());
    private final Sandbox sandbox = Sandbox.of(clock, Sandbox.Ports.FREE);
    private final MarketoInstance marketo = (MarketoInstance) sandbox.marketo().vendor();
    private ConfigFolder config;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void configures() {
        sandbox.start();
        config = ConfigFolder.in(folder, sandbox.describe(), TestServer.freshDatabase(MarketoByCommandTest.class));
    }

    @AfterEach
    void stopsTheVendors() {
        sandbox.close();
    }

    @Test
    void theEstimateTellsRecordsCallsAndRoadOfEachKind() throws JsonProcessingException {
        for (int i = 0; i < 120; i++) {
            long lead = marketo.lead(Map.of(
                    "email",
                    "p" + i + "@example.org",
                    "createdAt",
                    clock.instant().minus(Duration.ofDays(i + 1L)).toString()));
            marketo.activity(lead, 2, clock.instant().minus(Duration.ofHours(i + 1L)), 1, "Form", Map.of());
        }
        marketo.program("Cost of downtime", "Webinar", clock.instant());

        Said said = Said.by(config, "backfill", "--estimate", "--connection", "marketo");
        JsonNode json = new ObjectMapper()
                .readTree(Said.by(config, "backfill", "--estimate", "--connection", "marketo", "--json")
                        .out())
                .path("connections")
                .path("marketo");

        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.out().replaceAll(" +", " "))
                .contains("person 120 2 1 s log of new leads, then 300 leads a call")
                .contains("calls are left today for everybody");
        assertThat(json.path("kinds").path("PERSON").path("records").asLong()).isEqualTo(120);
        assertThat(json.path("kinds").path("RESPONSE").path("records").asLong()).isEqualTo(120);
        assertThat(json.path("kinds").path("CAMPAIGN").path("records").asLong()).isEqualTo(1);
        assertThat(marketo.state()).containsEntry("lead", 120);
    }

    @Test
    void theMetadataTellsWhatMembersOfProgramsGoThrough() {
        Said said = Said.by(config, "metadata", "--connection", "marketo");

        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.out().replaceAll(" +", " "))
                .contains("channel status of members step")
                .contains("Webinar Invited 10")
                .contains("Webinar Attended 40 success");
        assertThat(Said.by(config, "catalogue", "--connection", "marketo").out())
                .as("the earlier name of the command")
                .isEqualTo(said.out());
    }
}
