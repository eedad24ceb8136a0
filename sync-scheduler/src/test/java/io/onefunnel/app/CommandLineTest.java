package io.onefunnel.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.app.config.AppConfigFile;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.store.tokens.EncryptionKey;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import io.onefunnel.writeback.PlanSeal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an admin sees who makes a mistake: one clear message, and the exit code that docs/admin/cli.md promises. */
@DisplayName("The command line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
    private Sandbox sandbox;
    private DatabaseLocation store;
    private ConfigFolder config;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    void startsTheVendors() {
        sandbox = Sandbox.of(new SandboxClock(InstantSource.system()), Sandbox.Ports.FREE)
                .start();
        store = TestServer.freshDatabase(CommandLineTest.class);
    }

    @BeforeEach
    void configures() throws IOException {
        config = ConfigFolder.in(Files.createTempDirectory(folder, "config"), sandbox.describe(), store);
    }

    @AfterAll
    void stopsTheVendors() {
        sandbox.close();
    }

    @Test
    void findsNothingWrongWithAGoodConfiguration() {
        Said said = run("doctor");
        assertThat(said.code()).as(said.out() + said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.out()).contains("salesforce (", "hubspot (", "marketo (", "store: ready");
    }

    @Test
    void saysWhereTheConfigurationIsMissingAndHowToMakeOne() throws IOException {
        Files.delete(config.file());
        assertThat(run("status")).satisfies(said -> {
            assertThat(said.code()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(said.err()).contains(config.file().toString(), "`onefunnel init` makes one");
        });
    }

    @Test
    void namesTheLineOfAFileThatIsNoYaml() {
        config.edit("onefunnel.yaml", Map.of("connections:\n", "connections: [\n"));
        assertRefused("onefunnel.yaml:");
    }

    @Test
    void namesTheNearestKeyForOneThatItDoesNotKnow() {
        config.edit("onefunnel.yaml", Map.of("system-of-record:", "system-of-recrod:"));
        assertRefused("onefunnel.yaml:1", "system-of-recrod", "system-of-record");
    }

    @Test
    void namesTheNearestFieldForOneThatAMappingMisspells() {
        config.edit("mappings/salesforce.yaml", Map.of("    of_score:", "    of_scroe:"));
        assertRefused("salesforce.yaml:", "of_scroe", "of_score");
    }

    @Test
    void refusesASecretInPlainSightWithoutRepeatingIt() {
        config.edit("onefunnel.yaml", Map.of("${file:hubspot-token}", "pat-na1-plain"));
        Said said = assertRefused("connections.hubspot.token", "${env:");
        assertThat(said.err() + said.out()).doesNotContain("pat-na1-plain");
    }

    @Test
    void saysEveryProblemOfEveryFileAtOnce() {
        config.edit("onefunnel.yaml", Map.of("  pull: 1s", "  pull: often", "port: 0", "port: none"));
        config.edit("mappings/hubspot.yaml", Map.of("    of_score:", "    of_scroe:"));
        assertRefused("schedule.pull", "console.port", "of_scroe");
    }

    @ParameterizedTest
    @CsvSource({
        "'  pull: 1s', '  pull: 0s', schedule.pull: must be a length of time such as 15m",
        "'  decide: 1s', '  decide: 2d', 'schedule.decide: must be a length of time such as 15m, from 1s to 1d'",
        "'  port: 0', '  port: 99999', console.port: must be a whole number from 0 to 65535",
        "'  port: 0', '  port: -1', console.port: must be a whole number from 0 to 65535",
        "'  port: 0', '  port: 0\n  url: funnel.example.com', console.url: must be an address",
        "schedule:, 'writing: {fuse-field-share: 1.5}\nschedule:', fuse-field-share: must be a number from 0 to 1"
    })
    void saysWhatIsBeyondItsBounds(String from, String to, String why) {
        config.edit("onefunnel.yaml", Map.of(from, to.replace("\\n", "\n")));
        assertRefused(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "doctor"})
    void saysEveryMistakeInTheOptionsOfConnectionsAtOnceAndOpensNothing(String command) {
        config.edit(
                "onefunnel.yaml",
                Map.of(
                        "    grant: client-credentials\n",
                        "    grant: clientcredentials\n    overlap: -PT15M\n    bulk-writes: \"yes\"\n",
                        "    vendor: hubspot\n",
                        "    vendor: hubspott\n",
                        // An own server would be made in the data folder.
                        "  url: " + store.jdbcUrl() + "\n",
                        ""));

        Said said = run(command);

        String connections = config.file() + ":%d: connections.";
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(said.err().lines())
                .containsExactly(
                        "onefunnel: the configuration cannot be used",
                        "  " + connections.formatted(6) + "salesforce.grant: must be jwt, client-credentials or"
                                + " refresh-token, not \"clientcredentials\"; did you mean \"client-credentials\"?",
                        "  " + connections.formatted(7) + "salesforce.overlap: must be a length of time such as 15m,"
                                + " from 1s to 3650d, not \"-PT15M\"",
                        "  " + connections.formatted(8) + "salesforce.bulk-writes: must be true or false, not \"yes\"",
                        "  " + connections.formatted(12) + "hubspot.vendor: must be salesforce, hubspot or marketo,"
                                + " not \"hubspott\"; did you mean \"hubspot\"?",
                        "  do: fix these lines and try again; nothing was changed");
        assertThat(said.out()).isEmpty();
        assertThat(config.folder().resolveSibling("data")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongBesideAVendorThatItDoesNotKnowAndDoesNotGuessAtItsOptions() {
        config.edit(
                "onefunnel.yaml", Map.of("    vendor: marketo\n", "    vendor: dynamics\n", "port: 0", "port: none"));
        Said said = assertRefused("connections.marketo.vendor: must be salesforce, hubspot or marketo", "console.port");
        assertThat(said.err()).doesNotContain("munchkin", "unknown key", "system-of-record");
    }

    @Test
    void demandsWhatTheWayToSignInNeedsOfTheConnectionAndOfEachUse() {
        config.edit(
                "onefunnel.yaml",
                Map.of(
                        "    grant: client-credentials\n",
                        "    grant: jwt\n    credentials:\n      merge: {grant: refresh-token, url: \"http://a.example\"}\n",
                        "    token: ${file:hubspot-token}\n",
                        "",
                        "    munchkin-id:",
                        "    # munchkin-id:"));
        assertRefused(
                "connections.salesforce.username: is missing (required for grant jwt)",
                "connections.salesforce.private-key: is missing (required for grant jwt)",
                "connections.salesforce.credentials.merge.refresh-token: is missing (required for grant refresh-token)",
                "connections.salesforce.credentials.merge.url: belongs to the connection",
                "connections.hubspot.token: is missing (required unless there are client-id, client-secret, refresh-token)",
                "connections.marketo.munchkin-id: is missing (required where base-url does not begin with it)");
    }

    @Test
    void namesASystemOfRecordThatIsNoConnection() {
        config.edit("onefunnel.yaml", Map.of("system-of-record: salesforce", "system-of-record: dynamics"));
        assertRefused("there is no connection \"dynamics\"");
    }

    @Test
    void saysWhichEnvironmentVariableIsMissingAndUsesTheOtherConnections() {
        config.edit("onefunnel.yaml", Map.of("${file:hubspot-token}", "${env:ONEFUNNEL_NO_SUCH_TOKEN}"));
        Said doctor = run("doctor");
        assertThat(doctor.code()).as(doctor.err()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(doctor.err()).contains("secrets are missing", "${env:ONEFUNNEL_NO_SUCH_TOKEN}", "is not set");
        Said sync = run("sync");
        assertThat(sync.code()).as(sync.err()).isEqualTo(ExitCode.SHORTFALL);
        assertThat(sync.out()).contains("CREDENTIALS_REFUSED", "ONEFUNNEL_NO_SUCH_TOKEN");
    }

    @Test
    void saysWhichSecretOfASeparateCredentialIsMissing() {
        config.edit(
                "onefunnel.yaml",
                Map.of(
                        "    client-secret: ${file:salesforce-secret}\n",
                        "    client-secret: ${file:salesforce-secret}\n    credentials:\n"
                                + "      merge: {client-secret: \"${env:ONEFUNNEL_NO_MERGE_SECRET}\"}\n"));
        Said doctor = run("doctor");
        assertThat(doctor.code()).as(doctor.err()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(doctor.err()).contains("credentials.merge.client-secret", "${env:ONEFUNNEL_NO_MERGE_SECRET}");
    }

    @Test
    void readsEverythingAgainWithoutChangingAnythingThatIsThere() {
        Said first = run("backfill", "--json");
        assertThat(first.code()).as(first.out() + first.err()).isEqualTo(ExitCode.DONE);
        Said again = run("backfill", "--again", "--connection", "salesforce", "--json");
        assertThat(again.code()).as(again.out() + again.err()).isEqualTo(ExitCode.DONE);
        assertThat(again.out()).contains("\"salesforce\"", "\"changed\":0").doesNotContain("\"hubspot\"");
        assertThat(run("backfill", "--connection", "dynamics").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysThatTheStoreCannotBeReached() {
        config.edit("onefunnel.yaml", Map.of(store.jdbcUrl(), "jdbc:postgresql://127.0.0.1:1/none?loginTimeout=2"));
        Said said = run("status");
        assertThat(said.code()).isEqualTo(ExitCode.STORE);
        assertThat(said.err()).contains("127.0.0.1:1/none", "Check store.url").doesNotContain("should not happen");
    }

    @Test
    void refusesAStoreThatANewerVersionWrote() throws SQLException {
        DatabaseLocation newer = TestServer.freshDatabase(ConfigFolder.class);
        config.edit("onefunnel.yaml", Map.of(store.jdbcUrl(), newer.jdbcUrl()));
        assertThat(run("status").code()).isEqualTo(ExitCode.DONE);
        try (Connection connection = DriverManager.getConnection(newer.jdbcUrl(), newer.user(), newer.password());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into schema_history (installed_rank, version, description, type, script, installed_by,
                        execution_time, success)
                    values (999, '999', 'from the future', 'SQL', 'V999__future.sql', 'test', 0, true)
                    """);
        }
        Said said = run("status");
        assertThat(said.code()).isEqualTo(ExitCode.STORE);
        assertThat(said.err()).contains("written by a newer OneFunnel", "version 999");
    }

    @Test
    void saysThatThePortOfTheConsoleIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            config.edit("onefunnel.yaml", Map.of("port: 0", "port: " + taken.getLocalPort()));
            Said said = run("run");
            assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(said.err()).contains("" + taken.getLocalPort(), "console.port");
        }
    }

    @Test
    void appliesNoPlanOfAnotherAccount() throws IOException {
        Said said = run("apply", savedPlan(Map.of(new ConnectionId("salesforce"), "00D999999999999")));
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(said.err()).contains("00D999999999999", "make a plan here");
    }

    @Test
    void appliesNoFileThatIsNoPlan() {
        Said said = run("apply", config.folder().resolve("calendars.yaml").toString());
        assertThat(said.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(said.err()).contains("calendars.yaml: this is not a plan file");
        assertThat(run("apply", "nowhere.json").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void namesTheReportsThereAreForOneThatThereIsNot() {
        Said said = run("report", "leeks");
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("there is no report \"leeks\"", "rejected_writes");
    }

    @Test
    void appliesNoPlanThatWasEditedOrComesFromElsewhere() throws IOException {
        Path plan = Path.of(savedPlan(Map.of()));
        Files.writeString(plan, Files.readString(plan).replace("\"inputs\":\"i\"", "\"inputs\":\"j\""));
        Said edited = run("apply", plan.toString());
        assertThat(edited.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(edited.err()).contains("plan.json: cannot be applied: it was changed after it was made");

        Files.delete(data().resolve("token.key"));
        Said foreign = run("apply", savedPlan(Map.of()));
        assertThat(foreign.code()).as(foreign.err()).isEqualTo(ExitCode.DONE);
    }

    /** As {@code plan --out} saves one. */
    private String savedPlan(Map<ConnectionId, String> accounts) throws IOException {
        Path file = config.folder().resolve("plan.json");
        Plan.Head head = new Plan.Head("x", Instant.parse("2026-03-02T09:00:00Z"), "i", accounts, List.of(), List.of());
        PlanSeal seal =
                new PlanSeal(EncryptionKey.keptIn(data().resolve("token.key")).derived("plan files"));
        PlanFile.write(Plan.of(head, List.of()), file, seal);
        return file.toString();
    }

    private Path data() {
        return new AppConfigFile(OpenInstallation.adapters())
                .read(config.file())
                .store()
                .data();
    }

    @Test
    void appliesNothingWhileItIsPaused() throws IOException {
        String plan = savedPlan(Map.of());
        assertThat(run("pause", "--reason", "quarter end").code()).isEqualTo(ExitCode.DONE);
        Said said = run("apply", plan);
        assertThat(said.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(said.err()).contains("quarter end", "`onefunnel resume`");
        assertThat(run("resume").code()).isEqualTo(ExitCode.DONE);
        assertThat(run("apply", plan).code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void doesNotUnderstandWhatIsNoCommand() {
        Said said = run("snyc");
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("sync");
    }

    /** One message, no stack trace, and nothing was opened. */
    private Said assertRefused(String... words) {
        Said said = run("sync");
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(said.err())
                .contains(words)
                .contains("the configuration cannot be used")
                .doesNotContain("\tat ");
        return said;
    }

    private Said run(String... arguments) {
        return Said.by(config, arguments);
    }
}
