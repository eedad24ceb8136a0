package io.onefunnel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.access.Rights;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an admin does with a Salesforce org by commands alone. */
class SalesforceByCommandTest {
    private final SandboxClock clock = new SandboxClock(InstantSource.system());
    private final Sandbox sandbox = Sandbox.of(clock, Sandbox.Ports.FREE);
    private final SalesforceOrg org = (SalesforceOrg) sandbox.salesforce().vendor();
    private ConfigFolder config;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void configures() {
        sandbox.start();
        config = ConfigFolder.in(folder, sandbox.describe(), TestServer.freshDatabase(SalesforceByCommandTest.class));
    }

    @AfterEach
    void stopsTheVendors() {
        sandbox.close();
    }

    @Test
    void theDoctorListsEachProblemOfAnOrgWithWhatToChangeInEightyColumns() {
        Rights rights = org.users().first().rights();
        rights.hide("Lead.OneFunnel_Score__c");
        rights.freeze("Contact.OneFunnel_Grade__c");
        rights.deny("Lead", Right.DELETE);
        rights.deny("Campaign", Right.READ);

        Said doctor = Said.by(config, "doctor");

        assertThat(doctor.code()).as(doctor.err()).isEqualTo(ExitCode.DONE);
        String salesforce = doctor.out().substring(doctor.out().indexOf("salesforce ("));
        salesforce = salesforce.substring(
                0,
                salesforce.indexOf("\nmarketo (") < 0
                        ? salesforce.indexOf("\nstore: ")
                        : Math.min(salesforce.indexOf("\nmarketo ("), salesforce.indexOf("\nstore: ")));
        assertThat(salesforce.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(salesforce.replaceAll("\\s+", " "))
                .contains(
                        "usable, with limits",
                        "the integration user may not see Campaign do: grant Read and View All on Campaign",
                        "a field of Lead is not there, or not visible to the integration user: OneFunnel_Score__c do:"
                                + " deploy the OneFunnel package",
                        "a field of Contact cannot be edited by the integration user: OneFunnel_Grade__c do: assign the"
                                + " permission set OneFunnel_Integration",
                        "the integration user may not delete Lead: duplicates there cannot be merged do: grant Delete");
        assertThat(salesforce.lines().filter(line -> line.contains("limits what is done:")))
                .hasSize(4);
    }

    @Test
    void fiveLeadsAreMergedByCommandAndTakenApartAgain() throws JsonProcessingException {
        List<String> leads = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        String campaign = org.insert("Campaign", Map.of("Name", "Fair"));
        for (int i = 0; i < 5; i++) {
            String lead = org.insert(
                    "Lead",
                    Map.of(
                            "FirstName",
                            "Ada",
                            "LastName",
                            "Lovelace",
                            "Company",
                            "Engines",
                            "Email",
                            "ada@engines.example",
                            "Title",
                            "Analyst"));
            leads.add(lead);
            tasks.add(org.insert("Task", Map.of("Subject", "Call", "WhoId", lead)));
            org.insert("CampaignMember", Map.of("CampaignId", campaign, "LeadId", lead, "Status", "Sent"));
        }
        clock.advance(Duration.ofMinutes(30));
        done("sync", "--once");
        done("duplicates", "approve", "--exact");
        String plan = folder.resolve("merge.plan").toString();
        done("plan", "--out", plan);

        done("apply", plan);

        assertThat(org.state())
                .containsEntry("Lead", 1)
                .containsEntry("Lead.merged", 4)
                .containsEntry("CampaignMember", 1);
        long number = new ObjectMapper()
                .readTree(done("duplicates", "list", "--all", "--json").out())
                .path("duplicates")
                .path(0)
                .path("number")
                .asLong();

        JsonNode undone = new ObjectMapper()
                .readTree(done("duplicates", "undo", String.valueOf(number), "--json")
                        .out());

        assertThat(undone.path("restored")).hasSize(4);
        assertThat(undone.path("notRestored")).hasSize(1);
        assertThat(undone.path("notRestored").path(0).asText()).startsWith("4 CampaignMember were made anew");
        assertThat(org.state()).containsEntry("Lead", 5).containsEntry("CampaignMember", 5);
        for (int i = 0; i < 5; i++) {
            assertThat(org.record("Task", tasks.get(i))).containsEntry("WhoId", leads.get(i));
        }
    }

    private Said done(String... arguments) {
        Said said = Said.by(config, arguments);
        assertThat(said.code()).as(said.out() + said.err()).isIn(ExitCode.DONE, ExitCode.SHORTFALL);
        return said;
    }
}
