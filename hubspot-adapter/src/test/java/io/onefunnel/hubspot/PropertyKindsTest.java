package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Provisioning.Step;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A property of ours that is there already")
class PropertyKindsTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final PortalFixture fixture = new PortalFixture(
            clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}), false);
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);
    private final Provisioning provisioning = adapter.provisioning().orElseThrow();

    @BeforeEach
    void provision() {
        provisioning.apply(provisioning.plan());
    }

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

    @Test
    @DisplayName("is what provision makes")
    void whatProvisionMakesFits() {
        for (Step step : provisioning.removable()) provisioning.remove(List.of(step));
        provisioning.apply(provisioning.plan());

        assertThat(provisioning.plan()).isEmpty();
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "contacts, onefunnel_score_at, date, date, datetime (date), LIMITS",
        "contacts, onefunnel_score, string, text, number (number), WARNS",
        "contacts, onefunnel_score, date, date, number (number), LIMITS",
        "contacts, onefunnel_stage, string, text, enumeration (select), WARNS",
        "contacts, onefunnel_score_reasons, string, text, string (textarea), WARNS"
    })
    @DisplayName("of another type is named with both, by doctor, and by provision where values are refused")
    void anotherTypeIsNamed(String type, String name, String other, String fieldType, String ours, Severity severity) {
        remake(type, name, other, fieldType, "", false);

        assertThat(found()).anySatisfy(problem -> {
            assertThat(problem.what())
                    .isEqualTo(type + "." + name + " is " + other + " (" + fieldType + ") in HubSpot, and " + ours
                            + " for OneFunnel");
            assertThat(problem.severity()).isEqualTo(severity);
        });
        List<Step> plan = provisioning.plan();
        if (severity == Severity.WARNS) {
            assertThat(plan).isEmpty();
            return;
        }
        assertThat(plan)
                .singleElement()
                .satisfies(step ->
                        assertThat(step.what()).contains(name, other + " (" + fieldType + ")", ours, "by hand"));
        assertThat(provisioning.apply(plan)).isEmpty();
    }

    @Test
    @DisplayName(
            "without some options is named with both sides, and gets them from provision, beside those that it has")
    void missingOptionsAreAdded() {
        remake(
                "contacts",
                "onefunnel_stage",
                "enumeration",
                "select",
                "{\"label\":\"Ours\",\"value\":\"OURS\"},{\"label\":\"Won\",\"value\":\"CLOSED_WON\"}",
                false);

        assertThat(found()).anySatisfy(problem -> {
            assertThat(problem.what())
                    .startsWith("contacts.onefunnel_stage has the options OURS, CLOSED_WON in HubSpot, and also ")
                    .contains("TARGET_MARKET", "PIPELINE")
                    .endsWith(" for OneFunnel");
            assertThat(problem.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE);
        });
        List<Step> plan = provisioning.plan();
        assertThat(plan)
                .singleElement()
                .satisfies(step -> assertThat(step.what()).contains("onefunnel_stage", "PIPELINE"));
        assertThat(provisioning.apply(plan)).isEqualTo(plan);
        assertThat(found()).isEmpty();
        assertThat(provisioning.plan()).isEmpty();
        assertThat(call("GET", "/crm/properties/2026-09/contacts/onefunnel_stage", ""))
                .contains("\"OURS\"", "\"PIPELINE\"");
    }

    @Test
    @DisplayName("by which a task is found again has unique values")
    void theLedgerKeyIsUnique() {
        remake("tasks", "onefunnel_ledger_key", "string", "text", "", false);

        assertThat(found())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.what()).contains("tasks.onefunnel_ledger_key", "several times", "unique"));
        assertThat(provisioning.plan()).hasSize(1);
    }

    private List<Problem> found() {
        return adapter.check().problems().stream()
                .filter(problem ->
                        problem.what().contains("onefunnel_") && problem.what().contains("HubSpot, and"))
                .toList();
    }

    /** As somebody made it before us. */
    private void remake(String type, String name, String valueType, String fieldType, String options, boolean unique) {
        call("DELETE", "/crm/properties/2026-09/" + type + "/" + name, "");
        call(
                "POST",
                "/crm/properties/2026-09/" + type,
                "{\"name\":\"" + name + "\",\"label\":\"Theirs\",\"groupName\":\"onefunnel\",\"type\":\"" + valueType
                        + "\",\"fieldType\":\"" + fieldType + "\",\"hasUniqueValue\":" + unique + ",\"options\":["
                        + options + "]}");
    }

    private String call(String method, String target, String body) {
        String token = fixture.portal().credentials().getOrDefault("token", "");
        return fixture.portal()
                .answer(new HttpCall(
                        method,
                        target,
                        Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8)))
                .text();
    }
}
