package io.onefunnel.marketo.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Provisioning.Step;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Making our fields and our activity type in Marketo")
class ProvisioningTest {
    private static final String ACTIVITY = "custom activity type anotherOutcome";

    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);

    @AfterEach
    void close() {
        watched.close();
        vendor.close();
    }

    @Test
    void showsBeforehandThatItIsForGoodAndWritesNothingMeanwhile() {
        List<Step> plan = provisioning().plan();

        assertThat(plan).contains(new Step(ACTIVITY, true)).allMatch(Step::permanent);
        assertThat(watched.calls()).allMatch(call -> call.method().equals("GET"));
    }

    @Test
    void makesOnlyTheStepsThatWereConfirmed() {
        assertThat(provisioning().apply(List.of())).isEmpty();
        assertThat(watched.calls()).allMatch(call -> call.method().equals("GET"));
    }

    @Test
    void makesEverythingOnceAndNothingTheSecondTime() {
        List<Step> plan = provisioning().plan();

        assertThat(provisioning().apply(plan)).containsExactlyInAnyOrderElementsOf(plan);
        watched.forget();

        assertThat(provisioning().plan()).isEmpty();
        assertThat(provisioning().apply(plan)).isEmpty();
        assertThat(watched.calls()).allMatch(call -> call.method().equals("GET"));
    }

    @Test
    void goesOnWithATypeThatWasHalfMade() {
        List<Step> plan = provisioning().plan();
        watched.between((call, next) -> call.path().endsWith("/approve.json")
                ? HttpAnswer.json(200, ScriptedMarketo.error("605", "stopped"))
                : next.apply(call));
        assertThat(catchThrowable(() -> provisioning().apply(plan))).isNotNull();
        watched.between((call, next) -> next.apply(call));

        assertThat(provisioning().apply(plan)).contains(new Step(ACTIVITY, true));
        assertThat(provisioning().plan()).isEmpty();
    }

    private Provisioning provisioning() {
        CrmAdapter adapter = vendor.adapter(
                vendor.mapping(),
                Access.RIGHT,
                Map.of("base-url", watched.url(), "outcome-activity", "anotherOutcome"));
        return adapter.provisioning().orElseThrow();
    }
}
