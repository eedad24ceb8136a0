package io.onefunnel.salesforce.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.salesforce.OrgFixture;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.access.Rights;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an admin is told about an org, all in one go. */
class DoctorTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final OrgFixture fixture =
            new OrgFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final SalesforceOrg org = fixture.org();
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

    @Test
    void anOrgWithThePackageAndAllRightsHasNoProblem() {
        assertThat(adapter.check().problems()).isEmpty();
    }

    @Test
    void twoFieldsTheMergeRightAndAnObjectAreFourProblemsEachWithWhatToChange() {
        Rights rights = org.users().first().rights();
        rights.hide("Lead.OneFunnel_Score__c");
        rights.freeze("Contact.OneFunnel_Grade__c");
        rights.deny("Lead", Right.DELETE);
        rights.deny("Campaign", Right.READ);

        Readiness readiness = adapter.check();

        assertThat(readiness.usable()).isTrue();
        assertThat(readiness.problems())
                .containsExactlyInAnyOrder(
                        new Problem(
                                Severity.LIMITS,
                                AdapterErrorCode.FIELD_NOT_READABLE,
                                "a field of Lead is not there, or not visible to the integration user:"
                                        + " OneFunnel_Score__c",
                                "deploy the OneFunnel package (salesforce-adapter/crm-package) and assign the permission"
                                        + " set OneFunnel_Integration to the integration user"),
                        new Problem(
                                Severity.LIMITS,
                                AdapterErrorCode.FIELD_NOT_WRITABLE,
                                "a field of Contact cannot be edited by the integration user: OneFunnel_Grade__c",
                                "assign the permission set OneFunnel_Integration to the integration user"),
                        new Problem(
                                Severity.LIMITS,
                                AdapterErrorCode.PERMISSION_MISSING,
                                "the integration user may not delete Lead: duplicates there cannot be merged",
                                "grant Delete on Lead, or leave the capability merges off"),
                        new Problem(
                                Severity.LIMITS,
                                AdapterErrorCode.PERMISSION_MISSING,
                                "the integration user may not see Campaign",
                                "grant Read and View All on Campaign, or take it out of the mapping"));
    }

    @Test
    void fieldsOfAnObjectAreOneProblem() {
        org.users()
                .first()
                .rights()
                .hide("Lead.OneFunnel_Score__c", "Lead.OneFunnel_Grade__c", "Lead.Email", "Contact.Email");

        assertThat(adapter.check().problems())
                .extracting(Problem::what)
                .containsExactlyInAnyOrder(
                        "3 fields of Lead are not there, or not visible to the integration user: Email,"
                                + " OneFunnel_Score__c, OneFunnel_Grade__c",
                        "a field of Contact is not there, or not visible to the integration user: Email");
    }

    @Test
    void anObjectThatCannotBeEditedIsOneProblemAndNotOneForEachField() {
        org.users().first().rights().deny("Contact", Right.EDIT);

        assertThat(adapter.check().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what())
                    .isEqualTo("the integration user may not edit Contact: nothing can be written there");
            assertThat(problem.remedy()).contains("grant Edit on Contact");
        });
    }

    @Test
    void aUserOfANativeSyncIsNoticed() {
        fixture.addUser("sync@hubspot.example.org");

        assertThat(adapter.check().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNS);
            assertThat(problem.what())
                    .isEqualTo("HubSpot's own sync seems to run in this org: user sync@hubspot.example.org");
        });
    }
}
