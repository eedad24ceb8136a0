package io.onefunnel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.salesforce.SalesforceAdapterFactory;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.UninstallNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an admin gives to the vendors, and takes away again, by commands alone. */
@DisplayName("Provisioning and leaving")
class LeavingByCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("onefunnel.root", ".."));

    private final Sandbox sandbox = Sandbox.of(new SandboxClock(InstantSource.system()), Sandbox.Ports.FREE);
    private ConfigFolder config;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void configures() {
        sandbox.start();
        // A removal is a call for each property; how many fit into ten seconds is not what this is about.
        sandbox.hubspot().vendor().set("limits", "off");
        System.setProperty("onefunnel.home", ROOT.toString());
        config = ConfigFolder.in(
                folder.resolve("config"), sandbox.describe(), TestServer.freshDatabase(LeavingByCommandTest.class));
    }

    @AfterEach
    void stopsTheVendors() {
        System.clearProperty("onefunnel.home");
        sandbox.close();
    }

    @Test
    void thePlanSaysOfEverySystemWhatGoesHowAndWhatStaysAndChangesNothing() {
        Said plan = run("uninstall", "--plan");

        assertThat(plan.code()).as(plan.err()).isEqualTo(ExitCode.DONE);
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains(
                        "hubspot (",
                        "can be removed by OneFunnel: - contacts.onefunnel_",
                        "HubSpot keeps them for 90 days in its bin",
                        "stay for good: = leads.oneFunnel",
                        "Marketo can never delete them",
                        "of the package are removed by an admin:",
                        "CustomField",
                        "PermissionSet",
                        "sf project deploy start --manifest DIR/package.xml",
                        "What stays, and is not reverted",
                        "Admin > LaunchPoint: delete the custom service",
                        "connections.hubspot refers to: token",
                        "which uninstall does not delete",
                        config.folder().toAbsolutePath().normalize().toString());
        assertThat(writes()).isEmpty();
        assertThat(run("uninstall").out()).as("only shows unless told").isEqualTo(plan.out());
        assertThat(run("status", "--json").out()).contains("\"paused\":false");
    }

    @Test
    void nothingIsRemovedWithoutAConfirmation() throws JsonProcessingException {
        int removable = plan("hubspot").path("removable").size();
        Said said = run("uninstall", "--apply");
        assertThat(said.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(said.err()).contains("nothing was removed", "--yes");
        assertThat(plan("hubspot").path("removable")).hasSize(removable);
        assertThat(run("status", "--json").out()).contains("\"paused\":false");
    }

    @Test
    void whatCanBeRemovedIsRemovedOnceAfterWritingWasPausedAndTheReceiptSaysSo() throws JsonProcessingException {
        int removable = plan("hubspot").path("removable").size();
        int permanent = plan("marketo").path("permanent").size();
        assertThat(removable).isPositive();
        assertThat(permanent).isPositive();

        Said said = run("uninstall", "--apply", "--yes");

        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.out())
                .contains(
                        "Receipt of ",
                        "Writing is paused",
                        "hubspot: " + removable + " removed",
                        "marketo: nothing to remove");
        assertThat(run("status").out()).contains("Writing is PAUSED").contains("`onefunnel uninstall`");
        assertThat(plan("hubspot").path("removable")).isEmpty();
        assertThat(plan("marketo").path("permanent"))
                .as("still there, and still said")
                .hasSize(permanent);

        Said again = run("uninstall", "--apply", "--yes");
        assertThat(again.code()).isEqualTo(ExitCode.DONE);
        assertThat(again.out()).contains("Writing was paused already", "hubspot: nothing to remove");
    }

    @Test
    void aRemovalThatWasCutOffSaysWhatIsLeftAndGoesOnWhenRepeated() throws JsonProcessingException {
        int removable = plan("hubspot").path("removable").size();
        sandbox.hubspot()
                .faults()
                .add(new Faults.Fault(
                        "error",
                        "DELETE .*/properties/",
                        5,
                        1,
                        Map.of("status", "403", "category", "MISSING_SCOPES", "message", "no such scope")));

        Said cut = run("uninstall", "--apply", "--yes", "--json");

        assertThat(cut.code()).as(cut.err()).isEqualTo(ExitCode.SHORTFALL);
        JsonNode hubspot = connection(cut, "hubspot");
        assertThat(hubspot.path("removed")).hasSize(5);
        assertThat(hubspot.path("left")).hasSize(removable - 5);
        assertThat(hubspot.path("problems")).hasSize(1);
        assertThat(run("status").out()).contains("uninstalling hubspot", "goes on where this stopped");

        Said again = run("uninstall", "--apply", "--yes", "--json");
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(connection(again, "hubspot").path("removed")).hasSize(removable - 5);
        assertThat(plan("hubspot").path("removable")).isEmpty();
    }

    @Test
    void aVendorThatCannotBeAskedIsNamedAndStopsNobodyElse() throws JsonProcessingException {
        run("doctor");
        config.secret("marketo-secret", "revoked-already");
        Said said = run("uninstall", "--apply", "--yes", "--json");
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.SHORTFALL);
        assertThat(connection(said, "marketo").path("problems").toString()).contains("CREDENTIALS_REFUSED");
        assertThat(connection(said, "hubspot").path("removed")).isNotEmpty();
    }

    @Test
    void theManifestForTheSalesforceAdminListsThePackageAndEveryFieldThatIsMapped() throws IOException {
        Path to = folder.resolve("manifest");
        assertThat(run("uninstall", "--connection", "salesforce", "--manifest", to.toString())
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(to.resolve("package.xml")))
                .contains("<version>65.0</version>")
                .doesNotContain("members");
        String listed = Files.readString(to.resolve("destructiveChanges.xml"));
        assertThat(listed)
                .contains(
                        "<members>Activity.OneFunnel_Ledger_Key__c</members>",
                        "<members>Lead.OneFunnel_SLA_Breached</members>",
                        "<members>OneFunnel_Integration</members>",
                        "<name>PermissionSet</name>");
        List<String> missing = new ArrayList<>();
        List<String> mapping =
                Files.readAllLines(config.folder().resolve("mappings").resolve("salesforce.yaml"));
        for (String line : mapping) {
            Matcher field = Pattern.compile("OneFunnel_\\w+__c").matcher(line);
            while (field.find()) if (!listed.contains("." + field.group() + "<")) missing.add(field.group());
        }
        assertThat(missing).isEmpty();
        UninstallNotes.Manifest shipped = new SalesforceAdapterFactory()
                .uninstallNotes(ROOT)
                .deployed()
                .flatMap(UninstallNotes.Deployed::contents)
                .orElseThrow();
        assertThat(shipped.unknown())
                .as("files of the package of which the manifest knows no type")
                .isEmpty();
    }

    @Test
    void whatCanNeverBeDeletedIsOnlyMadeWhenThatWasSaid() throws JsonProcessingException {
        config.edit(
                "onefunnel.yaml",
                Map.of("    first-load-from:", "    outcome-activity: anotherOutcome\n    first-load-from:"));
        int missing = provisioned("marketo", "provision").path("missing").size();
        assertThat(missing).isPositive();

        Said left = run("provision", "--apply", "--connection", "marketo");
        assertThat(left.code()).isEqualTo(ExitCode.DONE);
        assertThat(left.out())
                .contains("can never be deleted", "onefunnel provision --connection marketo --apply --permanent");
        assertThat(writes()).isEmpty();
        JsonNode again = provisioned("marketo", "provision", "--apply");
        assertThat(again.path("leftOut")).hasSize(missing);
        assertThat(again.path("created")).isEmpty();

        JsonNode made = provisioned("marketo", "provision", "--apply", "--permanent");
        assertThat(made.path("created")).hasSize(missing);
        assertThat(provisioned("marketo", "provision").path("missing")).isEmpty();
    }

    @Test
    void whatCanBeRemovedAgainIsMadeWithoutMore() throws JsonProcessingException {
        run("uninstall", "--apply", "--yes", "--connection", "hubspot");
        JsonNode missing = provisioned("hubspot", "provision").path("missing");
        assertThat(missing).isNotEmpty();
        JsonNode made = provisioned("hubspot", "provision", "--apply");
        assertThat(made.path("created")).hasSize(missing.size());
        assertThat(made.path("leftOut")).isEmpty();
    }

    @Test
    void permanentAloneIsNotUnderstood() {
        Said said = run("provision", "--permanent");
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("--apply");
    }

    private List<WriteAudit.Entry> writes() {
        return sandbox.vendors().values().stream()
                .flatMap(vendor -> vendor.audit().entries().stream())
                .toList();
    }

    private JsonNode plan(String connection) throws JsonProcessingException {
        return connection(run("uninstall", "--plan", "--json"), connection);
    }

    private JsonNode provisioned(String connection, String... arguments) throws JsonProcessingException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--connection", connection, "--json"));
        return connection(run(all.toArray(String[]::new)), connection);
    }

    private static JsonNode connection(Said said, String name) throws JsonProcessingException {
        return new ObjectMapper().readTree(said.out()).path("connections").path(name);
    }

    private Said run(String... arguments) {
        return Said.by(config, arguments);
    }
}
