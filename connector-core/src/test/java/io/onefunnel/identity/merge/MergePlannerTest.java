package io.onefunnel.identity.merge;

import static io.onefunnel.identity.People.contact;
import static io.onefunnel.identity.People.hubspot;
import static io.onefunnel.identity.People.lead;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.identity.Cluster;
import io.onefunnel.identity.People;
import io.onefunnel.identity.Resolver;
import io.onefunnel.identity.match.MatchRule;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.MergeProposal.Evidence;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A merge plan")
class MergePlannerTest {
    private static final PersonId ADA = new PersonId("ada");
    private static final SourceRef HERE = user("u1");
    private static final SourceRef LEFT_THE_COMPANY = user("u2");
    private static final String MAIL = "ada@acme.com";
    private static final String PHONE = "+14155552671";

    private final MergePlanner planner =
            new MergePlanner(HERE::equals, record -> record.id().startsWith("busy") ? 5 : 0);

    @Test
    void proposesNothingForOneRecordInEachSystem() {
        assertThat(plan(ada(lead("l")).build(), ada(hubspot("1")).build())).isEmpty();
    }

    @Test
    void mergesWithinOneSystemOnly() {
        List<MergeProposal> plan = plan(
                ada(hubspot("1")).build(),
                ada(hubspot("2")).build(),
                ada(lead("l1")).build(),
                ada(lead("l2")).build());
        assertThat(plan)
                .extracting(MergeProposal::survivor)
                .extracting(SourceRef::id)
                .containsExactly("1", "l1");
        assertThat(plan).allSatisfy(proposal -> {
            assertThat(proposal.losers()).hasSize(1);
            assertThat(proposal.losers().get(0).connection())
                    .isEqualTo(proposal.survivor().connection());
            assertThat(proposal.obstacle()).isEmpty();
            assertThat(proposal.evidence()).isEqualTo(Evidence.EMAIL_AND_NAME);
        });
    }

    @Test
    void letsTheContactSurviveThatALeadWasConvertedInto() {
        PersonRecord target = ada(contact("z")).created("2026-02-01T00:00:00Z").build();
        PersonRecord converted = ada(lead("l")).convertedTo(target.ref()).build();
        PersonRecord busy = ada(contact("busy")).link(LinkRole.OWNER, HERE).build();
        assertThat(plan(target, converted, busy)).singleElement().satisfies(proposal -> {
            assertThat(proposal.survivor()).isEqualTo(target.ref());
            assertThat(proposal.losers()).containsExactly(busy.ref());
        });
    }

    @Test
    void prefersAnOwnerWhoStillWorksHereThenActivityThenAge() {
        PersonRecord owned = ada(lead("x")).link(LinkRole.OWNER, HERE).build();
        PersonRecord orphan =
                ada(lead("busy1")).link(LinkRole.OWNER, LEFT_THE_COMPANY).build();
        assertThat(survivor(owned, orphan)).isEqualTo("x");
        assertThat(survivor(
                        ada(lead("busy1")).build(),
                        ada(lead("a")).created("2020-01-01T00:00:00Z").build()))
                .isEqualTo("busy1");
        assertThat(survivor(
                        ada(lead("a")).build(),
                        ada(lead("b")).created("2020-01-01T00:00:00Z").build()))
                .isEqualTo("b");
        assertThat(survivor(ada(lead("a")).created(null).build(), ada(lead("b")).build()))
                .isEqualTo("b");
    }

    @Test
    void showsALeadBesideAContactAsAConversion() {
        PersonRecord lead = ada(lead("l")).build();
        PersonRecord contact = ada(contact("c")).build();
        assertThat(plan(lead, contact)).singleElement().satisfies(proposal -> {
            assertThat(proposal.survivor()).isEqualTo(contact.ref());
            assertThat(proposal.losers()).containsExactly(lead.ref());
            assertThat(proposal.winning()).isEmpty();
            assertThat(proposal.obstacle())
                    .isEqualTo("a Lead and a Contact cannot be merged; convert the Lead into this Contact");
        });
        assertThat(plan(ada(lead("l")).convertedTo(contact.ref()).build(), contact))
                .isEmpty();
    }

    @Test
    void isAsStrongAsItsWeakestNeededPair() {
        PersonRecord one = ada(lead("1")).build();
        PersonRecord two = ada(lead("2")).phone(PHONE).build();
        PersonRecord three = lead("3").named("Ada", "Lovelace").phone(PHONE).build();
        assertThat(plan(one, two))
                .singleElement()
                .extracting(MergeProposal::evidence)
                .isEqualTo(Evidence.EMAIL_AND_NAME);
        assertThat(plan(one, two, three))
                .singleElement()
                .extracting(MergeProposal::evidence)
                .isEqualTo(Evidence.PHONE_AND_NAME);
        PersonRecord nameless = lead("4").work(MAIL).build();
        assertThat(plan(one, nameless))
                .singleElement()
                .extracting(MergeProposal::evidence)
                .isEqualTo(Evidence.EMAIL);
    }

    @Test
    void followsAChainOverAnotherSystemAndShowsIt() {
        PersonRecord bridge =
                hubspot("h").named("Ada", "Lovelace").work(MAIL).phone(PHONE).build();
        PersonRecord one = ada(lead("1")).build();
        PersonRecord two = lead("2").named("Ada", "Lovelace").phone(PHONE).build();
        assertThat(plan(bridge, one, two)).singleElement().satisfies(proposal -> {
            assertThat(proposal.evidence()).isEqualTo(Evidence.PHONE_AND_NAME);
            assertThat(proposal.terms()).extracting(MatchTerm::rule).containsExactly("email", "phone+name");
        });
    }

    @Test
    void leavesOutWhatNothingConnectsAndWhatIsDeclaredToBeSomebodyElse() {
        PersonRecord one = ada(lead("1")).build();
        assertThat(planner.plan(ADA, List.of(one, ada(lead("2")).build()), List.of()))
                .isEmpty();
        PersonRecord declared =
                ada(lead("2")).with(Field.OF_NOT_SAME_PERSON, "true").build();
        List<MatchTerm> terms =
                List.of(new MatchTerm(one.ref(), declared.ref(), MatchRule.EMAIL.key(), MatchRule.EMAIL.detail()));
        assertThat(planner.plan(ADA, List.of(one, declared), terms)).isEmpty();
    }

    @Test
    void fillsWhatIsEmptyAndReplacesWhatIsWeakerAndNothingElse() {
        PersonRecord survivor = ada(lead("busy"))
                .named("A", "Lovelace")
                .with(Field.FIRST_NAME, "A.")
                .with(Field.TITLE, "CEO")
                .with(Field.CITY, "")
                .with(Field.STREET, "")
                .with(Field.COUNTRY, "DE")
                .with(Field.INDUSTRY, "")
                .with(Field.EMAIL_OPT_OUT, "false")
                .with(Field.PHONE, "12")
                .build();
        PersonRecord loser = ada(lead("l"))
                .with(Field.FIRST_NAME, "Ada")
                .with(Field.TITLE, "Chief Executive Officer")
                .with(Field.STREET, "1 Road")
                .with(Field.CITY, "Bonn")
                .with(Field.COUNTRY, "DE")
                .with(Field.WEBSITE, "acme.com")
                .with(Field.INDUSTRY, "")
                .with(Field.EMAIL_OPT_OUT, "true")
                .phone(PHONE)
                .build();
        assertThat(winning(survivor, loser))
                .containsOnly(
                        Map.entry(Field.FIRST_NAME, "Ada"),
                        Map.entry(Field.STREET, "1 Road"),
                        Map.entry(Field.CITY, "Bonn"),
                        Map.entry(Field.EMAIL_OPT_OUT, "true"),
                        Map.entry(Field.PHONE, PHONE));
    }

    @Test
    void neverMixesTwoAddressesNorTwoOutcomes() {
        PersonRecord survivor = ada(lead("busy"))
                .with(Field.CITY, "Berlin")
                .with(Field.STREET, "")
                .with(Field.OF_OUTCOME, "FIRST_SALES_MEETING")
                .with(Field.OF_CONTEXT_NOTE, "")
                .build();
        PersonRecord loser = ada(lead("l"))
                .with(Field.STREET, "1 Road")
                .with(Field.CITY, "Bonn")
                .with(Field.OF_OUTCOME, "DISQUALIFIED")
                .with(Field.OF_CONTEXT_NOTE, "no need")
                .build();
        assertThat(winning(survivor, loser)).isEmpty();
    }

    @Test
    void takesAVerifiedAddressForOneThatBouncesAndTheNewerOfTwoLosers() {
        PersonRecord survivor = ada(lead("busy"))
                .with(Field.EMAIL_INVALID, "true")
                .with(Field.INDUSTRY, "")
                .build();
        PersonRecord old = ada(lead("a"))
                .with(Field.INDUSTRY, "Old")
                .changed("2026-01-01T00:00:00Z")
                .build();
        PersonRecord late = lead("b")
                .named("Ada", "Lovelace")
                .work(MAIL)
                .with(Field.EMAIL, MAIL)
                .with(Field.INDUSTRY, "New")
                .build();
        assertThat(winning(survivor, old, late))
                .containsEntry(Field.EMAIL, MAIL)
                .containsEntry(Field.INDUSTRY, "New");
    }

    @Test
    void keepsTheSourceOfWhoeverWasThereFirst() {
        PersonRecord survivor = ada(lead("busy"))
                .with(Field.LEAD_SOURCE, "List")
                .created("2026-02-01T00:00:00Z")
                .build();
        PersonRecord first = ada(lead("l"))
                .with(Field.LEAD_SOURCE, "Webinar")
                .created("2025-01-01T00:00:00Z")
                .build();
        assertThat(winning(survivor, first)).containsOnly(Map.entry(Field.LEAD_SOURCE, "Webinar"));
        PersonRecord later = ada(lead("l"))
                .with(Field.LEAD_SOURCE, "Webinar")
                .created("2026-03-01T00:00:00Z")
                .build();
        assertThat(winning(survivor, later)).isEmpty();
    }

    private static People.Draft ada(People.Draft draft) {
        return draft.named("Ada", "Lovelace").work(MAIL);
    }

    private Map<Field, String> winning(PersonRecord... records) {
        return plan(records).get(0).winning();
    }

    private String survivor(PersonRecord... records) {
        return plan(records).get(0).survivor().id();
    }

    private List<MergeProposal> plan(PersonRecord... records) {
        List<PersonRecord> list = new ArrayList<>(Arrays.asList(records));
        List<Cluster> clusters = Resolver.resolve(list, Set.of());
        assertThat(clusters).as("one person").hasSize(1);
        List<MergeProposal> plan = planner.plan(ADA, list, clusters.get(0).terms());
        Collections.reverse(list);
        assertThat(planner.plan(ADA, list, clusters.get(0).terms()))
                .as("in any order")
                .isEqualTo(plan);
        return plan;
    }

    private static SourceRef user(String id) {
        return new SourceRef(People.SALESFORCE, RecordKind.USER, id);
    }
}
