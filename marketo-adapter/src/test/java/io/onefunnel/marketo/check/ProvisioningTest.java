package io.onefunnel.marketo.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.Spoilt;
import io.onefunnel.marketo.Spoilt.Seen;
import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Provisioning.Step;
import io.onefunnel.spi.Readiness;
import io.onefunnel.testkit.Access;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Making our fields and our activity type in Marketo")
class ProvisioningTest extends WatchedInstance {
    private static final String ACTIVITY = "custom activity type anotherOutcome";

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

    @Test
    void addsTheAttributesThatAnApprovedTypeLacksAndTheCheckNamesThemUntilThen() {
        provisioning().apply(provisioning().plan());
        take("closeDate", "slaResult");

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .contains("lacks closeDate (date), slaResult (string): they are written as text"));
        List<Step> plan = provisioning().plan();
        assertThat(plan)
                .containsExactly(
                        new Step("attribute closeDate (date) of " + ACTIVITY, true),
                        new Step("attribute slaResult (string) of " + ACTIVITY, true));

        assertThat(provisioning().apply(plan.subList(0, 1))).containsExactly(plan.get(0));
        assertThat(provisioning().plan()).containsExactly(plan.get(1));
        assertThat(provisioning().apply(plan)).containsExactly(plan.get(1));
        assertThat(problems()).isEmpty();
    }

    @Test
    void goesOnWithAttributesThatOnlyTheDraftHas() {
        provisioning().apply(provisioning().plan());
        take("closeDate", "slaResult");
        vendor.instance()
                .answer(
                        signed(
                                "/attributes/create.json",
                                "{\"attributes\":[{\"apiName\":\"closeDate\",\"name\":\"Close Date\",\"dataType\":\"date\"}]}"));

        List<Step> plan = provisioning().plan();
        assertThat(plan).hasSize(2);
        assertThat(provisioning().apply(plan)).containsExactlyElementsOf(plan);
        assertThat(provisioning().plan()).isEmpty();
    }

    @Test
    void namesAnAttributeOfAnotherDataType() {
        provisioning().apply(provisioning().plan());
        vendor.instance()
                .answer(signed(
                        "/attributes/update.json",
                        "{\"attributes\":[{\"apiName\":\"amount\",\"name\":\"Amount\",\"dataType\":\"string\"}]}"));
        vendor.instance().answer(signed("/approve.json", "{}"));

        assertThat(problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.what()).contains("Attribute amount of anotherOutcome is string, not float"));
    }

    @Test
    void findsTheSandboxsOwnTypeAsProvisioningMakesIt() {
        CrmAdapter usual = vendor.adapter(vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url()));

        assertThat(usual.provisioning().orElseThrow().plan()).isEmpty();
        assertThat(usual.check().problems()).noneMatch(problem -> problem.what().contains("oneFunnelSalesOutcome"));
    }

    @ParameterizedTest
    @EnumSource
    void saysNothingThatIsNotSoWhicheverAnswerIsSpoilt(Spoilt spoilt) {
        for (int nth = 0; nth < 12; nth++) {
            String activity = "outcome" + spoilt + nth;
            spoilt.nth(watched, nth, Seen.BY_NOBODY);
            List<Step> done = new ArrayList<>();
            try {
                done.addAll(provisioning(activity).apply(provisioning(activity).plan()));
            } catch (AdapterException refused) {
                assertThat(refused.code()).as(refused.getMessage()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            }
            watched.between((call, next) -> next.apply(call));
            assertThat(provisioning(activity).plan()).as("answer %d", nth).noneMatch(done::contains);
            provisioning(activity).apply(provisioning(activity).plan());
            assertThat(provisioning(activity).plan()).isEmpty();
            vendor.instance().answer(signed(activity, "/delete.json", "{}"));
        }
    }

    private List<Readiness.Problem> problems() {
        return adapter("anotherOutcome").check().problems().stream()
                .filter(problem -> problem.what().contains("anotherOutcome"))
                .toList();
    }

    /** Takes attributes away, as an admin may who does not use them. */
    private void take(String... attributes) {
        for (String each : attributes) {
            vendor.instance()
                    .answer(signed("/attributes/delete.json", "{\"attributes\":[{\"apiName\":\"" + each + "\"}]}"));
        }
        vendor.instance().answer(signed("/approve.json", "{}"));
    }

    private HttpCall signed(String path, String body) {
        return signed("anotherOutcome", path, body);
    }

    /** A call by the token that our own calls have. */
    private HttpCall signed(String activity, String path, String body) {
        String token = watched.calls().stream()
                .flatMap(call -> call.header("authorization").stream())
                .reduce("", (before, last) -> last);
        return new HttpCall(
                "POST",
                "/rest/v1/activities/external/type/" + activity + path,
                Map.of("authorization", token, "content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Provisioning provisioning() {
        return provisioning("anotherOutcome");
    }

    private Provisioning provisioning(String activity) {
        return adapter(activity).provisioning().orElseThrow();
    }

    private CrmAdapter adapter(String activity) {
        return vendor.adapter(
                vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url(), "outcome-activity", activity));
    }
}
