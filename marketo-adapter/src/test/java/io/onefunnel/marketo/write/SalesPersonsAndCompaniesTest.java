package io.onefunnel.marketo.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outcome of sales in Marketo")
class SalesPersonsAndCompaniesTest extends OutcomeScenario {
    @Test
    void writesWhoSellsAndWhoBuysBeforeTheOpportunityWhereTheAdminWantsIt() {
        CrmAdapter adapter = adapter(Map.of("companies", "true"));

        assertThat(publish(adapter, sold("k1", person("ada"), "Lee van Cleef")))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);

        assertThat(kinds())
                .containsExactly(
                        "create salesPerson",
                        "create company",
                        "create opportunity",
                        "create opportunityRole",
                        "set member",
                        "append lead");
        assertThat(vendor.instance().record("salesPerson", "salesforce:005SB1"))
                .containsEntry("firstName", "Lee van")
                .containsEntry("lastName", "Cleef")
                .containsEntry("email", "lee@seller.example");
        assertThat(vendor.instance().record("company", "salesforce:001SB1")).containsEntry("company", "Engines Ltd");
        assertThat(vendor.instance().record("opportunity", KEY))
                .containsEntry("stage", "Negotiation done")
                .containsEntry("externalSalesPersonId", "salesforce:005SB1")
                .containsEntry("externalCompanyId", "salesforce:001SB1");
        assertThat(audited("append lead").values().toString()).doesNotContain("lee@seller.example");
    }

    @Test
    void writesASellerAgainOnlyWhenTheyAreCalledOtherwise() {
        publish(adapter(Map.of("companies", "true")), sold("k1", person("ada"), "Lee van Cleef"));
        CrmAdapter restarted = adapter(Map.of("companies", "true"));

        publish(restarted, sold("k2", person("ida"), "Lee van Cleef"));
        assertThat(kinds().stream().filter(kind -> kind.endsWith("salesPerson") || kind.endsWith("company")))
                .hasSize(2);
        publish(restarted, sold("k3", person("eve"), "Lee Marvin"));

        assertThat(kinds()).contains("set salesPerson");
        assertThat(vendor.instance().record("salesPerson", "salesforce:005SB1")).containsEntry("lastName", "Marvin");
        assertThat(vendor.audit()).noneMatch(WriteAudit.Entry::repeated);
    }

    @Test
    void makesASellerAnewWhomSomebodyDeletedAndWritesTheOpportunityOnceMore() {
        CrmAdapter adapter = adapter(Map.of("companies", "true"));
        publish(adapter, sold("k1", person("ada"), "Lee"));
        boolean[] once = {true};
        watched.between((call, next) -> {
            boolean first =
                    once[0] && call.method().equals("POST") && call.path().endsWith("/opportunities.json");
            if (!first) return next.apply(call);
            once[0] = false;
            return HttpAnswer.json(
                    200,
                    "{\"requestId\":\"1#2\",\"success\":true,\"result\":[{\"seq\":0,\"status\":\"skipped\","
                            + "\"reasons\":[{\"code\":\"718\",\"message\":\"ExternalSalesPersonID not found\"}]}]}");
        });
        watched.forget();

        assertThat(publish(adapter, dearer(sold("k2", person("ida"), "Lee"))))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);

        assertThat(watched.count("POST /rest/v1/opportunities.json")).isEqualTo(2);
        assertThat(watched.count("GET /rest/v1/salespersons.json"))
                .as("looked at again")
                .isEqualTo(1);
    }

    @Test
    void goesWithoutSellerAndBuyerWhereTheyAreNotOpenToUs() {
        CrmAdapter adapter = adapter(Map.of("companies", "true"));
        watched.between((call, next) ->
                call.path().contains("/salespersons") || call.path().contains("/companies")
                        ? HttpAnswer.json(200, ScriptedMarketo.error("603", "Access denied"))
                        : next.apply(call));

        assertThat(publish(adapter, sold("k1", person("ada"), "Lee")))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);

        assertThat(vendor.instance().record("opportunity", KEY))
                .doesNotContainKeys("externalSalesPersonId", "externalCompanyId");
        assertThat(sentences(adapter))
                .anyMatch(what -> what.contains("Read-Only Sales Person"))
                .anyMatch(what -> what.contains("Read-Only Company"));
    }

    @Test
    void writesNeitherSellerNorBuyerUnlessTheAdminWantsItOrANativeSyncIsOn() {
        publish(adapter(), sold("k1", person("ada"), "Lee"));
        vendor.instance().set("nativeSync", "on");
        publish(adapter(Map.of("companies", "true")), sold("k2", person("ida"), "Lee"));

        assertThat(watched.count("salespersons")).isZero();
        assertThat(watched.count("companies")).isZero();
    }

    private PublishOutcome sold(String ledgerKey, SourceRef on, String seller) {
        PublishOutcome won = won(ledgerKey, on);
        Map<String, String> details = new HashMap<>(won.details());
        details.put(EventAttributes.OPPORTUNITY_STAGE, "Negotiation done");
        details.put(EventAttributes.OPPORTUNITY_OWNER, "salesforce/USER/005SB1");
        details.put(EventAttributes.OPPORTUNITY_OWNER_NAME, seller);
        details.put(EventAttributes.OPPORTUNITY_OWNER_EMAIL, "lee@seller.example");
        details.put(EventAttributes.ACCOUNT, "salesforce/COMPANY/001SB1");
        details.put(EventAttributes.ACCOUNT_NAME, "Engines Ltd");
        return new PublishOutcome(
                won.intent(), won.on(), won.ledgerKey(), won.outcome(), won.at(), won.program(), details);
    }

    private static PublishOutcome dearer(PublishOutcome outcome) {
        Map<String, String> details = new HashMap<>(outcome.details());
        details.put(EventAttributes.AMOUNT, "2400");
        return new PublishOutcome(
                outcome.intent(),
                outcome.on(),
                outcome.ledgerKey(),
                outcome.outcome(),
                outcome.at(),
                outcome.program(),
                details);
    }

    private WriteAudit.Entry audited(String kind) {
        return vendor.audit().stream()
                .filter(entry -> (entry.kind() + " " + entry.type()).equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
