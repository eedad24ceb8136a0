package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sforce.soap.partner.DuplicateError;
import com.sforce.soap.partner.DuplicateResult;
import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.sandbox.salesforce.rules.DuplicateRule.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an admin built into the org: rules that refuse a save, and flows that follow one. */
class OrgRulesTest extends PartnerClient {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void aValidationRuleRefusesTheRecordAsItWouldBeSaved() throws Exception {
        port.org.validationRule("City_Needs_Country", "Lead", "City != null AND Country = null", "Name it", "Country");
        String lead = port.lead("Ada", "Acme");

        Error error = soap.update(new SObject[] {lead(lead, Map.of("City", "Rome"))})[0]
                .getErrors()[0];
        assertThat(error.getStatusCode()).isEqualTo(StatusCode.FIELD_CUSTOM_VALIDATION_EXCEPTION);
        assertThat(error.getMessage()).isEqualTo("Name it");
        assertThat(error.getFields()).containsExactly("Country");
        assertThat(soap.update(new SObject[] {lead(lead, Map.of("City", "Rome", "Country", "Italy"))})[0].isSuccess())
                .isTrue();

        String rules = port.rest(
                        "GET",
                        "/services/data/v65.0/tooling/query?q=SELECT+ValidationName,EntityDefinition.QualifiedApiName"
                                + "+FROM+ValidationRule+WHERE+Active=true",
                        port.accessToken(),
                        null)
                .body();
        JsonNode rule = JSON.readTree(rules).at("/records/0");
        assertThat(rule.get("ValidationName").asText()).isEqualTo("City_Needs_Country");
        assertThat(rule.at("/EntityDefinition/QualifiedApiName").asText()).isEqualTo("Lead");
    }

    @Test
    void anAlertingDuplicateRuleIsPassedByAllowSaveAndABlockingOneIsNot() throws Exception {
        port.org.duplicateRule("Same_Email", "Lead", Action.ALERT, "Email");
        String first = port.org.insert("Lead", Map.of("LastName", "Ada", "Company", "Acme", "Email", "ada@x.example"));
        SObject second = new SObject("Lead");
        second.setField("LastName", "A.");
        second.setField("Company", "Acme");
        second.setField("Email", "ADA@x.example");

        Error error = soap.create(new SObject[] {second})[0].getErrors()[0];
        assertThat(error.getStatusCode()).isEqualTo(StatusCode.DUPLICATES_DETECTED);
        assertThat(error).isInstanceOf(DuplicateError.class);
        DuplicateResult found = ((DuplicateError) error).getDuplicateResult();
        assertThat(found.isAllowSave()).isTrue();
        assertThat(found.getMatchResults()[0].getMatchRecords()[0].getRecord().getId())
                .isEqualTo(first);

        soap.setDuplicateRuleHeader(true, false, false);
        SaveResult saved = soap.create(new SObject[] {second})[0];
        assertThat(saved.isSuccess()).isTrue();
        assertThat(soap.update(new SObject[] {lead(saved.getId(), Map.of("City", "Rome"))})[0].isSuccess())
                .isTrue();

        port.org.clearRules();
        port.org.duplicateRule("Never_Twice", "Lead", Action.BLOCK, "Email", "Company");
        Error blocked = soap.create(new SObject[] {second})[0].getErrors()[0];
        assertThat(((DuplicateError) blocked).getDuplicateResult().isAllowSave())
                .isFalse();
        assertThat(soap.query("SELECT DeveloperName FROM DuplicateRule WHERE SobjectType = 'Lead' AND IsActive = true")
                        .getRecords()[0]
                        .getField("DeveloperName"))
                .isEqualTo("Never_Twice");
    }

    @Test
    void restTellsOfDuplicatesInItsOwnShape() throws Exception {
        port.org.duplicateRule("Same_Email", "Lead", Action.ALERT, "Email");
        String first = port.org.insert("Lead", Map.of("LastName", "Ada", "Company", "Acme", "Email", "ada@x.example"));
        String body = port.rest(
                        "POST",
                        "/services/data/v65.0/sobjects/Lead",
                        port.accessToken(),
                        "{\"LastName\":\"A\",\"Company\":\"Acme\",\"Email\":\"ada@x.example\"}")
                .body();
        JsonNode error = JSON.readTree(body).get(0);
        assertThat(error.get("errorCode").asText()).isEqualTo("DUPLICATES_DETECTED");
        assertThat(error.at("/duplicateResut/matchResults/0/matchRecords/0/record/Id")
                        .asText())
                .isEqualTo(first);
    }

    @Test
    void aFlowMovesTheStampAgainAndIsTheLastToHaveModified() throws Exception {
        port.org.flow("Rate_It", "Lead", Set.of("City"), Map.of("Rating", "Hot"), Duration.ofSeconds(30));
        String lead = port.lead("Ada", "Acme");
        soap.update(new SObject[] {lead(lead, Map.of("City", "Rome"))});
        Map<String, String> written = port.org.record("Lead", lead);
        assertThat(written)
                .containsEntry("LastModifiedById", port.org.users().first().id())
                .doesNotContainKey("Rating");

        port.clock.advance(Duration.ofMinutes(5));
        Map<String, String> after = port.org.record("Lead", lead);
        assertThat(after).containsEntry("Rating", "Hot").containsEntry("SystemModstamp", "2026-03-02T10:00:30.000Z");
        String by = Objects.requireNonNull(after.get("LastModifiedById"));
        assertThat(port.org.record("User", by)).containsEntry("UserType", "AutomatedProcess");
        assertThat(port.audit.entries()).hasSize(1);

        String flows = port.rest(
                        "GET",
                        "/services/data/v65.0/tooling/query?q=SELECT+Metadata+FROM+Flow+WHERE+Status='Active'",
                        port.accessToken(),
                        null)
                .body();
        assertThat(JSON.readTree(flows).at("/records/0/Metadata/start/object").asText())
                .isEqualTo("Lead");

        soap.update(new SObject[] {lead(lead, Map.of("Title", "VP"))});
        port.clock.advance(Duration.ofMinutes(5));
        assertThat(port.org.record("Lead", lead))
                .containsEntry("LastModifiedById", port.org.users().first().id());
    }

    @Test
    void aRecordThatAnotherTransactionHoldsIsWrittenOnceItIsFree() throws Exception {
        String held = port.lead("Held", "Acme");
        String free = port.lead("Free", "Acme");
        port.org.set("lockedRecords", held);
        SObject[] both = {lead(held, Map.of("City", "Rome")), lead(free, Map.of("City", "Rome"))};
        SaveResult[] results = soap.update(both);
        assertThat(results[0].getErrors()[0].getStatusCode()).isEqualTo(StatusCode.UNABLE_TO_LOCK_ROW);
        assertThat(results[1].isSuccess()).isTrue();
        port.org.set("lockedRecords", "");
        assertThat(soap.update(both)[0].isSuccess()).isTrue();
    }

    private static SObject lead(String id, Map<String, String> fields) {
        SObject lead = new SObject("Lead");
        lead.setId(id);
        fields.forEach(lead::setField);
        return lead;
    }
}
