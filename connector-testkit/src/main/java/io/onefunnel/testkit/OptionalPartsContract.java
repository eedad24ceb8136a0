package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Counting;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Provisioning;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The parts that an adapter hands over or leaves out, and the budget that every one keeps. */
interface OptionalPartsContract extends ContractPart {
    @Test
    default void creatingAnAdapterMakesNoCall() {
        bench().adapter();

        assertThat(vendor().calls()).isZero();
    }

    @Test
    default void theBudgetIsKnownWithoutACallAndCountsOurs() {
        bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        assertThat(adapter.budget().ours()).isZero();
        bench().pullPeople(adapter, Cursor.BEGINNING);
        long calls = vendor().calls();

        Budget budget = adapter.budget();

        assertThat(vendor().calls()).isEqualTo(calls);
        assertThat(budget.ours()).isPositive().isLessThanOrEqualTo(calls);
    }

    @Test
    default void theBudgetOfOneAdapterObjectIsItsOwn() {
        bench().addPerson(1);
        bench().aWhilePasses();
        bench().pullPeople(bench().adapter(), Cursor.BEGINNING);

        assertThat(bench().adapter().budget().ours()).isZero();
    }

    @Test
    default void whereOurFieldsAreThereNothingIsLeftToProvision() {
        CrmAdapter adapter = bench().adapter();
        if (lacks(Behaviour.PROVISIONS)) {
            assertThat(adapter.provisioning()).isEmpty();
            return;
        }
        Provisioning provisioning =
                adapter.provisioning().orElseThrow(() -> new AssertionError("provisioning() is empty"));

        assertThat(provisioning.plan()).isEmpty();
        assertThat(provisioning.apply(List.of())).isEmpty();
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void liveRecordsAreCountedCheaply() {
        CrmAdapter adapter = bench().adapter();
        if (lacks(Behaviour.COUNTS)) {
            assertThat(adapter.counting()).isEmpty();
            return;
        }
        List<SourceRef> people = bench().addPeople(7);
        vendor().delete(people.get(0));
        bench().aWhilePasses();
        Counting counting = adapter.counting().orElseThrow(() -> new AssertionError("counting() is empty"));
        OptionalLong warm = counting.count(RecordKind.PERSON);
        long calls = vendor().calls();

        assertThat(counting.count(RecordKind.PERSON)).isEqualTo(warm).hasValue(6);

        assertThat(vendor().calls() - calls)
                .as("one call for each type of the kind")
                .isLessThanOrEqualTo(
                        bench().mapping().typesOf(RecordKind.PERSON).size());
    }

    @Test
    default void aClosedAdapterMayBeClosedAgain() {
        CrmAdapter adapter = vendor().adapter(bench().mapping(), Access.RIGHT);

        adapter.close();
        adapter.close();
    }
}
