package io.onefunnel.salesforce.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.OrgFixture;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Merging;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said before a merge instead of being found out by it. */
class MergeBlockersTest {
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
    void nothingSpeaksAgainstTwoLeads() {
        assertThat(blockers(lead(), lead())).isEmpty();
    }

    @Test
    void aLeadAndAContactAreToBeConvertedByAPerson() {
        SourceRef lead = lead();
        SourceRef contact = contact(Map.of("AccountId", org.insert("Account", Map.of("Name", "Engines"))));

        assertThat(blockers(contact, lead))
                .containsExactly("A Lead and a Contact cannot be merged; convert lead " + lead.id() + " into contact "
                        + contact.id() + " instead (with status Closed - Converted).");
    }

    @Test
    void aContactWithoutAnAccountCannotTakeALeadIn() {
        SourceRef lead = lead();
        SourceRef contact = contact(Map.of());

        assertThat(blockers(lead, contact))
                .singleElement()
                .asString()
                .contains("convert lead " + lead.id() + " into contact " + contact.id())
                .endsWith("The contact needs an account first.");
    }

    @Test
    void aConvertedLeadIsNotMerged() {
        SourceRef lead = lead();
        String account = org.insert("Account", Map.of("Name", "Engines"));
        SourceRef contact = contact(Map.of("AccountId", account));
        org.convert(lead.id(), account, contact.id(), "", "2026-03-02");

        assertThat(blockers(lead(), lead))
                .containsExactly("Lead " + lead.id() + " is converted; Salesforce does not merge converted leads.");
    }

    @Test
    void aDeletedRecordIsNotMerged() {
        SourceRef loser = lead();
        fixture.delete(loser);

        assertThat(blockers(lead(), loser))
                .containsExactly(loser.id() + " is deleted or was merged into another record.");
    }

    @Test
    void rightsThatAreMissingAreSaidBefore() {
        org.users().first().rights().deny("Lead", Right.DELETE);

        assertThat(blockers(lead(), lead()))
                .containsExactly(
                        "The integration user may not delete Lead records, which a merge needs: grant Delete on"
                                + " Lead.");
    }

    @Test
    void aSurvivorOfAnInactiveOwnerIsNotMerged() {
        SourceRef survivor = lead();
        SourceRef gone = fixture.addUser("grace@example.org");
        fixture.assign(survivor, gone);
        org.editByHand("User", gone.id(), Map.of("IsActive", "false"));

        assertThat(blockers(survivor, lead()))
                .containsExactly("The owner of " + survivor.id() + ", user " + gone.id()
                        + ", is inactive: give the record to an active owner first.");
        assertThat(blockers(lead(), survivor)).as("as a loser").isEmpty();
    }

    @Test
    void aLoserAboveTheSurvivorWouldMakeACycle() {
        SourceRef top = contact(Map.of());
        SourceRef middle = contact(Map.of("ReportsToId", top.id()));
        SourceRef bottom = contact(Map.of("ReportsToId", middle.id()));

        assertThat(blockers(bottom, top))
                .containsExactly("Contact " + top.id() + " stands above " + bottom.id()
                        + " by ReportsToId: merged they would make a cycle. Change ReportsToId first, or let "
                        + top.id()
                        + " be the survivor.");
        assertThat(blockers(top, bottom)).as("the other way round").isEmpty();
    }

    @Test
    void aCycleOfAccountsIsSaidToo() {
        String top = org.insert("Account", Map.of("Name", "Holding"));
        String bottom = org.insert("Account", Map.of("Name", "Daughter", "ParentId", top));

        assertThat(blockers(ref(RecordKind.COMPANY, bottom), ref(RecordKind.COMPANY, top)))
                .singleElement()
                .asString()
                .contains("by ParentId");
    }

    @Test
    void anOpportunityIsNotMergeable() {
        SourceRef survivor = fixture.add(RecordKind.OPPORTUNITY, Map.of(Field.NAME, "Big"));
        SourceRef loser = fixture.add(RecordKind.OPPORTUNITY, Map.of(Field.NAME, "Small"));

        assertThat(blockers(survivor, loser))
                .containsExactly(
                        "Salesforce does not merge records such as " + survivor.id() + ".",
                        "Salesforce does not merge records such as " + loser.id() + ".");
    }

    @Test
    void winningValuesThatTheOrgWouldRefuseAreSaidBefore() {
        org.users().first().rights().freeze("Lead.Title");
        SourceRef survivor = lead();
        SourceRef loser = lead();

        assertThat(merging().blockers(new Merge("i", survivor, List.of(loser), Map.of(Field.CITY, "x".repeat(41)))))
                .containsExactly("The winning value of Lead.City is longer than its 40 characters.");
        assertThat(merging().blockers(new Merge("i", survivor, List.of(loser), Map.of(Field.TITLE, "Director"))))
                .singleElement()
                .asString()
                .contains("Lead.Title")
                .contains("OneFunnel_Integration");
    }

    private List<String> blockers(SourceRef survivor, SourceRef loser) {
        return merging().blockers(new Merge("intent", survivor, List.of(loser), Map.of()));
    }

    private Merging merging() {
        return adapter.merging().orElseThrow();
    }

    private SourceRef lead() {
        return fixture.add(RecordKind.PERSON, Map.of(Field.LAST_NAME, "Lovelace", Field.COMPANY, "Engines"));
    }

    private SourceRef contact(Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("LastName", "Lovelace");
        return ref(RecordKind.PERSON, org.insert("Contact", all));
    }

    private SourceRef ref(RecordKind kind, String id) {
        return new SourceRef(fixture.connection(), kind, id);
    }
}
