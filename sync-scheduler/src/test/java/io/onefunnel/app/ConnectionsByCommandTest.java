package io.onefunnel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.store.sql.DatabaseLocation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which account a connection belongs to, how it comes to it, and how a person gives it to another. */
class ConnectionsByCommandTest {
    private final Sandbox sandbox = Sandbox.of(new SandboxClock(InstantSource.system()), Sandbox.Ports.FREE);
    private DatabaseLocation store;
    private ConfigFolder config;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void configures() {
        sandbox.start();
        store = TestServer.freshDatabase(ConnectionsByCommandTest.class);
        config = ConfigFolder.in(folder, sandbox.describe(), store);
    }

    @AfterEach
    void stopsTheVendors() {
        sandbox.close();
    }

    @Test
    void theDoctorPinsNothingAndSaysToWhatTheFirstSyncWill() {
        for (int time = 0; time < 2; time++) {
            Said doctor = Said.by(config, "doctor");
            assertThat(doctor.code()).as(doctor.err()).isEqualTo(ExitCode.DONE);
            assertThat(flat(doctor.out()))
                    .contains("not pinned yet; will be pinned to account " + account("salesforce", "orgId")
                            + " at the first sync")
                    .contains("will be pinned to account " + account("hubspot", "portalId"))
                    .contains("will be pinned to account " + account("marketo", "munchkinId"));
        }
        assertThat(flat(Said.by(config, "connections").out()))
                .contains("connection vendor account environment pinned since")
                .contains("hubspot hubspot at the first sync");

        assertThat(Said.by(config, "sync").code()).isEqualTo(ExitCode.DONE);

        assertThat(Said.by(config, "doctor").out()).doesNotContain("not pinned yet");
        assertThat(flat(Said.by(config, "connections").out()))
                .contains("salesforce salesforce " + account("salesforce", "orgId") + " production")
                .contains("hubspot hubspot " + account("hubspot", "portalId") + " production")
                .contains("marketo marketo " + account("marketo", "munchkinId") + " sandbox")
                .doesNotContain("at the first sync");
    }

    @Test
    void anAccountThatAVendorLeavesBlankIsNeverPinned() throws JsonProcessingException {
        Map<String, String> blank = Map.of("status", "200", "contentType", "application/json", "body", "{}");
        sandbox.hubspot().faults().add(new Faults.Fault("status", "GET /account-info/", 0, 1_000, blank));

        Said doctor = Said.by(config, "doctor");
        Said sync = Said.by(config, "sync");

        assertThat(doctor.code()).isEqualTo(ExitCode.CONNECTION);
        assertThat(flat(doctor.out())).contains("hubspot (unknown account, unknown): cannot be used", "no portalId");
        assertThat(sync.code()).as(sync.err()).isEqualTo(ExitCode.SHORTFALL);
        assertThat(flat(sync.out())).contains("UNEXPECTED_RESPONSE", "no portalId");
        assertThat(pinned("hubspot").path("pinned").asBoolean()).isFalse();
        assertThat(pinned("salesforce").path("pinned").asBoolean()).isTrue();
        sandbox.hubspot().faults().clear();
        assertThat(Said.by(config, "sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(pinned("hubspot").path("account").asText()).isEqualTo(account("hubspot", "portalId"));
    }

    @Test
    void aConnectionWhoseAccountWasReplacedIsPinnedAnewByAPersonAlone() throws JsonProcessingException, SQLException {
        assertThat(Said.by(config, "connections", "repin", "salesforce").code()).isEqualTo(ExitCode.REFUSED);
        assertThat(Said.by(config, "sync").code()).isEqualTo(ExitCode.DONE);
        String org = account("salesforce", "orgId");
        change("update connection set account_id = '00D000000000009AAA' where name = 'salesforce'");

        Said sync = Said.by(config, "sync");
        Said doctor = Said.by(config, "doctor");
        Said unconfirmed = Said.by(config, "connections", "repin", "salesforce");

        assertThat(sync.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(sync.err()).contains("00D000000000009AAA", org, "`onefunnel connections repin salesforce`");
        assertThat(doctor.code()).isEqualTo(ExitCode.CONNECTION);
        assertThat(flat(doctor.out()))
                .contains("blocking: the credentials for reading lead to account " + org
                        + ", but the connection belongs to account 00D000000000009AAA");
        assertThat(unconfirmed.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(flat(unconfirmed.out()))
                .contains("old account: 00D000000000009AAA (production), since")
                .contains("new account: " + org + " (production)")
                .contains("Everything that was read so far belongs to the old account. It is not emptied by this");
        assertThat(unconfirmed.err()).contains("nothing was changed: confirm it with --yes");
        assertThat(pinned("salesforce").path("account").asText()).isEqualTo("00D000000000009AAA");

        Said repinned = Said.by(config, "connections", "repin", "salesforce", "--yes");

        assertThat(repinned.code()).as(repinned.err()).isEqualTo(ExitCode.DONE);
        assertThat(repinned.out()).contains("salesforce is pinned to account " + org + " from now on.");
        assertThat(pinned("salesforce").path("account").asText()).isEqualTo(org);
        assertThat(audit())
                .singleElement()
                .asString()
                .startsWith(System.getProperty("user.name") + " repin")
                .contains("00D000000000009AAA", org);
        assertThat(Said.by(config, "sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(flat(Said.by(config, "connections", "repin", "salesforce", "--yes")
                        .out()))
                .contains("already; nothing was changed");
        assertThat(audit()).hasSize(1);
    }

    @Test
    void noConnectionIsPinnedAnewWhileNobodySaysToWhichAccount() throws JsonProcessingException {
        assertThat(Said.by(config, "sync").code()).isEqualTo(ExitCode.DONE);
        config.secret("hubspot-token", "pat-na1-of-nobody");

        Said refused = Said.by(config, "connections", "repin", "hubspot", "--yes");
        Said unknown = Said.by(config, "connections", "repin", "hubspott", "--yes");

        assertThat(refused.code()).isEqualTo(ExitCode.CONNECTION);
        assertThat(refused.err()).doesNotContain("pat-na1");
        assertThat(pinned("hubspot").path("account").asText()).isEqualTo(account("hubspot", "portalId"));
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("there are salesforce, hubspot, marketo");
    }

    private String account(String vendor, String key) {
        Sandbox.Access access = sandbox.describe();
        Map<String, String> said = vendor.equals("salesforce")
                ? access.salesforce()
                : vendor.equals("hubspot") ? access.hubspot() : access.marketo();
        return said.getOrDefault(key, "");
    }

    private JsonNode pinned(String connection) throws JsonProcessingException {
        for (JsonNode each : new ObjectMapper()
                .readTree(Said.by(config, "connections", "--json").out())
                .path("connections")) {
            if (each.path("connection").asText().equals(connection)) return each;
        }
        throw new AssertionError("no connection " + connection);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl(), store.user(), store.password());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    private List<String> audit() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl(), store.user(), store.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select who, what, details from audit where what = 'repin'")) {
            while (rows.next()) lines.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
        }
        return lines;
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
