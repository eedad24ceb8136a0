package io.onefunnel.store.decisions;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.V1;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.V3;
import static io.onefunnel.store.StoreFixture.decided;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.Origin;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Validity;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.store.sql.Json;
import io.onefunnel.writeback.ProposedMerge;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(DecisionsTest.class);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        store.empty();
    }

    @Test
    void twoClaimersGetDisjointBatches() {
        for (int i = 0; i < 10; i++) store.store(lead("" + i).observed());
        store.resolve();

        List<Decisions.Stored> first = store.store.decisions().claim(store.lease, 6, NOW, "x");
        List<Decisions.Stored> second = store.store.decisions().claim(store.lease, 6, NOW, "x");

        Set<String> all = new HashSet<>(StoreFixture.ids(first));
        all.addAll(StoreFixture.ids(second));
        assertThat(first).hasSize(6);
        assertThat(second).hasSize(4);
        assertThat(all).hasSize(10);
    }

    @Test
    void whatADeadHolderClaimedIsClaimedAgain() {
        resolved("1");
        store.claim();
        assertThat(store.claim()).isEmpty();
        store.restart();

        assertThat(StoreFixture.ids(store.claim())).containsExactly("p-1");
    }

    @Test
    void aPersonWhoChangedWhileBeingDecidedStaysDirty() {
        resolved("1");
        List<Decisions.Stored> claimed = store.claim();
        store.store(lead("1").facts("changed").at(V2).observed());

        commit(decided(claimed.get(0), List.of()));

        assertThat(store.decideAll()).containsExactly("p-1");
        assertThat(store.decideAll()).isEmpty();
    }

    @Test
    void decisionsAreMadeAgainWhenTheyRunOutOrTheInputsChange() {
        resolved("1");
        resolved("2");
        List<Decisions.Stored> claimed = store.claim();
        Decisions.Decided first = decided(claimed.get(0), List.of());
        commit(
                new Decisions.Decided(
                        validUntil(first.decision(), NOW.plus(Duration.ofDays(1))),
                        List.of(),
                        "",
                        BigDecimal.ZERO,
                        first.generation()),
                decided(claimed.get(1), List.of()));

        assertThat(store.store.decisions().waiting(NOW, StoreFixture.INPUTS)).isZero();
        assertThat(store.store.decisions().waiting(NOW.plus(Duration.ofDays(1)), StoreFixture.INPUTS))
                .isEqualTo(1);
        assertThat(StoreFixture.ids(store.store
                        .decisions()
                        .claim(store.lease, 10, NOW.plus(Duration.ofDays(1)), StoreFixture.INPUTS)))
                .containsExactly("p-1");
        assertThat(store.store.decisions().waiting(NOW, "inputs-2")).isEqualTo(2);
        assertThat(StoreFixture.ids(store.store.decisions().claim(store.lease, 10, NOW, "inputs-2")))
                .containsExactly("p-2");
    }

    private static Decision validUntil(Decision d, Instant until) {
        return new Decision(
                d.person(),
                d.work(),
                d.entered(),
                d.stage(),
                d.attribution(),
                d.score(),
                d.timers(),
                d.extension(),
                d.disposition(),
                d.next(),
                d.merges(),
                d.validity(),
                d.missingFields(),
                d.attempts(),
                d.policyVersion(),
                until,
                d.inputsHash());
    }

    @Test
    void aDecisionComesBackByteForByte() {
        resolved("1");
        Decisions.Stored claimed = store.claim().get(0);
        SourceRef on = person("1");
        Decision plain = StoreFixture.decision(claimed.person(), on);
        Decision full = new Decision(
                plain.person(),
                plain.work(),
                plain.entered(),
                plain.stage(),
                new Attribution(
                        Origin.REFERRAL,
                        "fair",
                        "spring",
                        on,
                        Optional.of(
                                new Attribution.Referral(new PersonId("p-9"), on, 2, true, "Ana Ruiz's colleague"))),
                plain.score(),
                List.of(new SlaTimer(
                        SlaTimer.Kind.FIRST_TOUCH,
                        V1,
                        V2,
                        V3,
                        Optional.of(V2),
                        SlaTimer.Status.MET,
                        List.of("due: 1 h"))),
                Optional.of(SlaTimer.Extension.VERIFIED_INTEREST),
                Optional.of(new Disposition(Disposition.Outcome.DISQUALIFIED, "no budget", List.of("a"), "", V2, on)),
                new Decision.NextAction("Call: asked for a demo", Optional.of(V3)),
                List.of(proposal("1", "2")),
                Validity.SUSPECT,
                "website",
                3,
                "policy-1",
                Instant.MAX,
                "x");

        commit(new Decisions.Decided(full, List.of(), "Zoë", BigDecimal.ZERO, claimed.generation()));

        Decision read = store.store.decisions().find(claimed.person()).orElseThrow();
        assertThat(read).isEqualTo(full);
        assertThat(Json.write(read)).isEqualTo(Json.write(full));
        store.store(lead("1").facts("again").at(V2).observed());
        assertThat(store.claim().get(0).disposition()).isEqualTo(full.disposition());
    }

    private static MergeProposal proposal(String survivor, String... losers) {
        return new MergeProposal(
                new PersonId("p-1"),
                person(survivor),
                Arrays.stream(losers).map(StoreFixture::person).toList(),
                Map.of(Field.EMAIL, "a@b.c"),
                List.of(new MatchTerm(person(survivor), person(losers[0]), "email", "same mailbox")),
                MergeProposal.Evidence.EMAIL,
                "");
    }

    @Test
    void aProposalKeepsItsNumberAndAPersonsNo() {
        resolved("1");
        propose(proposal("1", "2"));
        long number = store.store
                .proposals()
                .in(Set.of(ProposedMerge.State.PROPOSED))
                .get(0)
                .number();
        store.store.proposals().decide(number, ProposedMerge.State.REJECTED, "ana", NOW);

        propose(proposal("2", "1"));

        assertThat(store.store.proposals().in(Set.of(ProposedMerge.State.PROPOSED)))
                .isEmpty();
        assertThat(store.store.proposals().find(number)).hasValueSatisfying(kept -> {
            assertThat(kept.state()).isEqualTo(ProposedMerge.State.REJECTED);
            assertThat(kept.decidedBy()).contains("ana");
            assertThat(kept.proposal().survivor()).isEqualTo(person("2"));
        });
    }

    @Test
    void aProposalThatNoLongerHoldsIsWithdrawnThoughItWasApproved() {
        resolved("1");
        propose(proposal("1", "2"));
        long number = store.store
                .proposals()
                .in(Set.of(ProposedMerge.State.PROPOSED))
                .get(0)
                .number();
        store.store.proposals().decide(number, ProposedMerge.State.APPROVED, "ana", NOW);

        propose();

        assertThat(store.store.proposals().find(number)).isEmpty();
    }

    @Test
    void anApprovalOutlivesTheLosersOfAMergeThatIsHalfMade() {
        store.store(
                lead("1").key("k").observed(),
                lead("2").key("k").observed(),
                lead("3").key("k").observed());
        store.resolve();
        propose(proposal("1", "2", "3"));
        long number = store.store
                .proposals()
                .in(Set.of(ProposedMerge.State.PROPOSED))
                .get(0)
                .number();
        store.store.proposals().decide(number, ProposedMerge.State.APPROVED, "ana", NOW);

        store.store(new Observed.Merged(new Change.MergedInto(person("2"), person("1"), V3)));
        propose(proposal("1", "3"));

        assertThat(store.store.proposals().find(number))
                .hasValueSatisfying(kept -> assertThat(kept.state()).isEqualTo(ProposedMerge.State.APPROVED));
        propose();
        assertThat(store.store.proposals().find(number)).isPresent();
    }

    @Test
    void anApprovalDoesNotOutliveALoserThatWasMergedElsewhere() {
        store.store(
                lead("1").key("k").observed(),
                lead("2").key("k").observed(),
                lead("3").key("k").observed());
        store.resolve();
        propose(proposal("1", "2"));
        long number = store.store
                .proposals()
                .in(Set.of(ProposedMerge.State.PROPOSED))
                .get(0)
                .number();
        store.store.proposals().decide(number, ProposedMerge.State.APPROVED, "ana", NOW);

        store.store(new Observed.Merged(new Change.MergedInto(person("2"), person("3"), V3)));
        propose();

        assertThat(store.store.proposals().find(number)).isEmpty();
    }

    private static int revision;

    private static void propose(MergeProposal... proposals) {
        store.store(
                lead("1").facts("r" + revision).at(V2.plusSeconds(++revision)).observed());
        Decisions.Stored claimed = store.claim().get(0);
        Decision d = StoreFixture.decision(claimed.person(), person("1"));
        commit(new Decisions.Decided(
                new Decision(
                        d.person(),
                        d.work(),
                        List.of(),
                        d.stage(),
                        d.attribution(),
                        d.score(),
                        d.timers(),
                        d.extension(),
                        d.disposition(),
                        d.next(),
                        List.of(proposals),
                        d.validity(),
                        d.missingFields(),
                        d.attempts(),
                        d.policyVersion(),
                        d.validUntil(),
                        d.inputsHash()),
                List.of(),
                "",
                BigDecimal.ZERO,
                claimed.generation()));
    }

    @Test
    void stagesAreAppendedOnceAndTimersReplaced() {
        resolved("1");
        store.decideAll();
        store.store(lead("1").facts("again").at(V2).observed());
        store.decideAll();

        assertThat(store.store
                        .decisions()
                        .load(new PersonId("p-1"))
                        .orElseThrow()
                        .stages())
                .hasSize(1);
    }

    @Test
    void whoIsFoundToBeReferredInTheReferrersOwnBatchIsDecidedAgain() {
        store.store(lead("1").observed(), lead("2").observed());
        store.resolve();
        List<Decisions.Stored> batch = store.claim();
        PersonId referrer = batch.get(0).person();

        store.store
                .decisions()
                .commit(store.lease, List.of(plain(batch.get(0)), referred(batch.get(1), referrer)), NOW);

        assertThat(StoreFixture.ids(store.claim()))
                .containsExactly(batch.get(1).person().value());
    }

    private static Decisions.Decided plain(Decisions.Stored stored) {
        return StoreFixture.decided(stored, List.of());
    }

    private static Decisions.Decided referred(Decisions.Stored stored, PersonId by) {
        Decision plain = plain(stored).decision();
        SourceRef record = plain.work().active();
        Attribution attribution = new Attribution(
                Origin.REFERRAL,
                "",
                "",
                record,
                Optional.of(new Attribution.Referral(by, record, 1, true, "created after Lee's call")));
        Decision decision = new Decision(
                plain.person(),
                plain.work(),
                plain.entered(),
                plain.stage(),
                attribution,
                plain.score(),
                plain.timers(),
                plain.extension(),
                plain.disposition(),
                plain.next(),
                plain.merges(),
                plain.validity(),
                plain.missingFields(),
                plain.attempts(),
                plain.policyVersion(),
                plain.validUntil(),
                plain.inputsHash());
        return new Decisions.Decided(decision, List.of(), "Ida Rhodes", BigDecimal.ZERO, stored.generation());
    }

    @Test
    void whoWasReferredIsDecidedAgainWhenTheReferrersOriginChanges() {
        store.store(
                lead("1").observed(), lead("2").link(LinkRole.REFERRED_BY, "1").observed());
        store.resolve();
        store.decideAll();
        store.decideAll();
        store.store(lead("1").facts("again").at(V2).observed());
        Decisions.Stored claimed = store.claim().get(0);
        Decision d = StoreFixture.decision(claimed.person(), person("1"));

        commit(new Decisions.Decided(
                new Decision(
                        d.person(),
                        d.work(),
                        d.entered(),
                        d.stage(),
                        new Attribution(Origin.PARTNER, "", "", person("1"), Optional.empty()),
                        d.score(),
                        d.timers(),
                        d.extension(),
                        d.disposition(),
                        d.next(),
                        d.merges(),
                        d.validity(),
                        d.missingFields(),
                        d.attempts(),
                        d.policyVersion(),
                        d.validUntil(),
                        d.inputsHash()),
                List.of(),
                "",
                BigDecimal.ZERO,
                claimed.generation()));

        assertThat(store.decideAll()).containsExactly("p-2");
        assertThat(store.store
                        .decisions()
                        .load(new PersonId("p-2"))
                        .orElseThrow()
                        .colleagues())
                .extracting(colleague -> colleague.person().value())
                .containsExactly("p-1");
    }

    private static void resolved(String id) {
        store.store(lead(id).observed());
        store.resolve();
    }

    private static void commit(Decisions.Decided... decided) {
        store.store.decisions().commit(store.lease, List.of(decided), NOW);
    }
}
