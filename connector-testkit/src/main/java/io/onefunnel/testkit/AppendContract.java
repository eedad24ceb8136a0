package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Writes that add something: found again by their ledger key, so that none is there twice. */
interface AppendContract extends ContractPart {
    @Test
    default void aTaskIsCreatedOnce() {
        if (refuses(Behaviour.CREATES_TASKS, CreateTask.class)) return;
        assertAppends(CreateTask.class, task(bench().addPerson(1), user(), "ledger-1"));
    }

    @Test
    default void aTaskWhoseAnswerWasLostIsFoundByItsLedgerKey() {
        if (refuses(Behaviour.CREATES_TASKS, CreateTask.class)) return;
        SourceRef person = bench().addPerson(1);
        SourceRef owner = user();
        assertSettles(CreateTask.class, task(person, owner, "ledger-1"), task(person, owner, "ledger-2"));
    }

    @Test
    default void aTaskForAVanishedPersonIsRejected() {
        if (refuses(Behaviour.CREATES_TASKS, CreateTask.class)) return;
        SourceRef person = bench().addPerson(1);
        SourceRef owner = user();
        vendor().delete(person);
        assertGone(CreateTask.class, task(person, owner, "ledger-1"));
    }

    @Test
    default void anOutcomeIsPublishedOnce() {
        if (refuses(Behaviour.PUBLISHES_OUTCOMES, PublishOutcome.class)) return;
        assertAppends(PublishOutcome.class, outcome(bench().addPerson(1), "ledger-1"));
    }

    @Test
    default void anOutcomeWhoseAnswerWasLostIsFoundByItsLedgerKey() {
        if (refuses(Behaviour.PUBLISHES_OUTCOMES, PublishOutcome.class)) return;
        SourceRef person = bench().addPerson(1);
        assertSettles(PublishOutcome.class, outcome(person, "ledger-1"), outcome(person, "ledger-2"));
    }

    @Test
    default void anOutcomeOfAVanishedPersonIsRejected() {
        if (refuses(Behaviour.PUBLISHES_OUTCOMES, PublishOutcome.class)) return;
        SourceRef person = bench().addPerson(1);
        vendor().delete(person);
        assertGone(PublishOutcome.class, outcome(person, "ledger-1"));
    }

    @Test
    default void aReferralIsLinkedAndLinkingItAgainChangesNothing() {
        if (refuses(Behaviour.LINKS_REFERRALS, LinkReferral.class)) return;
        CrmAdapter adapter = bench().adapter();
        LinkReferral link = new LinkReferral(bench().intent(), bench().addPerson(1), bench().addPerson(2));

        assertThat(bench().write(adapter, LinkReferral.class, link)).isInstanceOf(WriteResult.Written.class);
        assertThat(bench().settle(adapter, LinkReferral.class, link)).isInstanceOf(WriteResult.Written.class);
        assertThat(bench().write(adapter, LinkReferral.class, link))
                .isInstanceOfAny(WriteResult.Unchanged.class, WriteResult.Written.class);
        assertThat(vendor().audit().stream().filter(entry -> !entry.repeated()))
                .as("links made")
                .hasSize(1);
    }

    private <C extends Command> void assertAppends(Class<C> type, C command) {
        CrmAdapter adapter = bench().adapter();

        WriteResult outcome = bench().write(adapter, type, command);

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(outcome.target()).isEqualTo(command.on());
        assertThat(appended()).hasSize(1).noneMatch(WriteAudit.Entry::repeated);
        assertThat(bench().settle(adapter, type, command)).isInstanceOf(WriteResult.Written.class);
    }

    private <C extends Command> void assertSettles(Class<C> type, C applied, C lost) {
        CrmAdapter adapter = bench().adapter();
        vendor().inject(Trouble.RESET_AFTER, CallKind.APPEND, 0, 1);
        assertThat(bench().write(adapter, type, applied)).isInstanceOf(WriteResult.Unknown.class);
        vendor().inject(Trouble.RESET_BEFORE, CallKind.APPEND, 0, 1);
        assertThat(bench().write(adapter, type, lost)).isInstanceOf(WriteResult.Unknown.class);
        // By the time of settling the vendor shows what it did; an event may take a while to be listed.
        bench().clock().advance(Duration.ofMinutes(5));

        assertThat(bench().settle(bench().adapter(), type, applied)).isInstanceOf(WriteResult.Written.class);
        assertThat(bench().settle(bench().adapter(), type, lost)).isInstanceOf(WriteResult.NotApplied.class);
        assertThat(appended()).hasSize(1);
    }

    private <C extends Command> void assertGone(Class<C> type, C command) {
        assertThat(bench().write(bench().adapter(), type, command))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code())
                                .isIn(List.of(AdapterErrorCode.RECORD_GONE, AdapterErrorCode.RECORD_INVALID)));
        assertThat(appended()).isEmpty();
    }

    /** What came into being; that it was also linked to the person is no second task. */
    private List<WriteAudit.Entry> appended() {
        return vendor().audit().stream()
                .filter(entry -> entry.kind().equals("append") || entry.kind().equals("create"))
                .toList();
    }

    private <C extends Command> boolean refuses(Behaviour behaviour, Class<C> type) {
        if (!lacks(behaviour)) return false;
        assertThat(bench().adapter().writer(type))
                .as("writer(%s)", type.getSimpleName())
                .isEmpty();
        return true;
    }

    private SourceRef user() {
        return vendor().addUser("grace@example.com");
    }

    private CreateTask task(SourceRef person, SourceRef owner, String ledgerKey) {
        return new CreateTask(
                bench().intent(),
                person,
                ledgerKey,
                owner,
                "Call Ada & ask “why now?”",
                bench().clock().instant().plus(Duration.ofHours(1)));
    }

    private PublishOutcome outcome(SourceRef person, String ledgerKey) {
        return new PublishOutcome(
                bench().intent(),
                person,
                ledgerKey,
                "Disqualified",
                bench().clock().instant(),
                Optional.empty(),
                Map.of("reason", "No budget", "note", "Łukasz said: “next year”"));
    }
}
