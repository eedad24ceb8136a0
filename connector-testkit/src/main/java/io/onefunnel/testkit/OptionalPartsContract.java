package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.RecordCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The parts that an adapter hands over or leaves out, and the budget that every one keeps. */
interface OptionalPartsContract extends ContractPart {
    @Test
    default void creatingAnAdapterMakesNoCall() {
        long calls = vendor().calls();

        bench().adapter();

        assertThat(vendor().calls()).isEqualTo(calls);
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
        // Signing in is a call of ours that a vendor may not count.
        assertThat(budget.ours()).isPositive().isLessThanOrEqualTo(calls + 1);
    }

    @Test
    default void everyCallIsToldByAFixedNameAndItsOutcome() {
        bench().addPerson(1);
        bench().aWhilePasses();
        long calls = vendor().calls();
        vendor().inject(Trouble.UNAVAILABLE, CallKind.PULL, 0, 1);

        bench().pullPeople(bench().adapter(), Cursor.BEGINNING);

        List<TestBench.ToldCall> told = bench().toldCalls();
        assertThat((long) told.size()).as("calls told").isGreaterThanOrEqualTo(vendor().calls() - calls);
        assertThat(told).allSatisfy(call -> {
            // A name becomes a metric label: one with an id, a path or a token in it would be a new series each time.
            assertThat(call.operation()).matches("[a-zA-Z][a-zA-Z0-9 ._-]{0,40}");
            assertThat(call.outcome()).matches(outcome -> outcome.equals("ok") || isCode(outcome));
        });
        assertThat(told).extracting(TestBench.ToldCall::outcome).contains("ok", "VENDOR_UNAVAILABLE");
    }

    private static boolean isCode(String outcome) {
        return Arrays.stream(AdapterErrorCode.values())
                .anyMatch(code -> code.name().equals(outcome));
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
            // It may still forecast what a first load costs.
            assertThat(adapter.counts().map(counting -> counting.count(RecordKind.PERSON)))
                    .isIn(Optional.empty(), Optional.of(OptionalLong.empty()));
            return;
        }
        List<SourceRef> people = bench().addPeople(7);
        vendor().delete(people.get(0));
        bench().aWhilePasses();
        RecordCounts counting = adapter.counts().orElseThrow(() -> new AssertionError("counts() is empty"));
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
