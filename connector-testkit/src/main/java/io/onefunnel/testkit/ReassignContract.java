package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Giving a record to another owner, and never taking it from somebody who was not expected to have it. */
interface ReassignContract extends ContractPart {
    @Test
    default void aRecordGoesFromItsExpectedOwnerToTheNewOne() {
        if (refusesReassign()) return;
        SourceRef grace = vendor().addUser("grace@example.com");
        SourceRef alan = vendor().addUser("alan@example.com");
        SourceRef person = ownedBy(grace);

        WriteResult outcome = write(bench().adapter(), person, alan, grace);

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().ownerOf(person)).contains(alan);
    }

    @Test
    default void aRecordThatHasAnotherOwnerThanExpectedStaysWithIt() {
        if (refusesReassign()) return;
        SourceRef grace = vendor().addUser("grace@example.com");
        SourceRef alan = vendor().addUser("alan@example.com");
        SourceRef edsger = vendor().addUser("edsger@example.com");
        SourceRef person = ownedBy(edsger);

        WriteResult outcome = write(bench().adapter(), person, alan, grace);

        assertThat(outcome).isInstanceOf(WriteResult.Stale.class);
        assertThat(vendor().ownerOf(person)).contains(edsger);
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void aReassignmentThatBrokeOffIsSettledByReading() {
        if (refusesReassign()) return;
        SourceRef grace = vendor().addUser("grace@example.com");
        SourceRef alan = vendor().addUser("alan@example.com");
        SourceRef applied = ownedBy(grace);
        SourceRef lost = ownedBy(grace);
        CrmAdapter adapter = bench().adapter();
        vendor().inject(Trouble.RESET_AFTER, CallKind.WRITE, 0, 1);
        assertThat(write(adapter, applied, alan, grace)).isInstanceOf(WriteResult.Unknown.class);
        vendor().inject(Trouble.RESET_BEFORE, CallKind.WRITE, 0, 1);
        assertThat(write(adapter, lost, alan, grace)).isInstanceOf(WriteResult.Unknown.class);

        assertThat(bench().settle(adapter, Reassign.class, command(applied, alan, grace)))
                .isInstanceOf(WriteResult.Written.class);
        assertThat(bench().settle(adapter, Reassign.class, command(lost, alan, grace)))
                .isInstanceOf(WriteResult.NotApplied.class);
        assertThat(vendor().audit()).hasSize(1);
    }

    @Test
    default void aVanishedRecordIsNotReassigned() {
        if (refusesReassign()) return;
        SourceRef grace = vendor().addUser("grace@example.com");
        SourceRef alan = vendor().addUser("alan@example.com");
        SourceRef gone = ownedBy(grace);
        SourceRef there = ownedBy(grace);
        vendor().delete(gone);

        List<WriteResult> outcomes = bench().writer(bench().adapter(), Reassign.class)
                .write(List.of(command(gone, alan, grace), command(there, alan, grace)));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_GONE));
        assertThat(outcomes.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    /** A vendor without owners of its own must not pretend. */
    private boolean refusesReassign() {
        if (!lacks(Behaviour.REASSIGNS)) return false;
        assertThat(bench().adapter().writer(Reassign.class)).isEmpty();
        return true;
    }

    private SourceRef ownedBy(SourceRef user) {
        SourceRef person = bench().addSomebody();
        vendor().assign(person, user);
        return person;
    }

    private Reassign command(SourceRef person, SourceRef to, SourceRef from) {
        return new Reassign(bench().intent(), person, to, from);
    }

    private WriteResult write(CrmAdapter adapter, SourceRef person, SourceRef to, SourceRef from) {
        return bench().write(adapter, Reassign.class, command(person, to, from));
    }
}
