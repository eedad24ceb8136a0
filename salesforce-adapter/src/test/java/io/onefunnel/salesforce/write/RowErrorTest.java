package io.onefunnel.salesforce.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.CannedOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.WriteResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row-level code of the vendor's error table, as an org says it and as it comes out. */
class RowErrorTest {
    private static final SourceRef LEAD =
            new SourceRef(new ConnectionId("salesforce"), RecordKind.PERSON, "00Q000000000001AAA");
    private static final String OK = "<result><id>00Q000000000001AAA</id><success>true</success></result>";

    @ParameterizedTest
    @CsvSource({
        "ENTITY_IS_DELETED, RECORD_GONE",
        "INVALID_CROSS_REFERENCE_KEY, RECORD_GONE",
        "MALFORMED_ID, RECORD_GONE",
        "INVALID_ID_FIELD, RECORD_GONE",
        "DUPLICATES_DETECTED, DUPLICATE_DETECTED",
        "DUPLICATE_VALUE, DUPLICATE_DETECTED",
        "DUPLICATE_EXTERNAL_ID, DUPLICATE_DETECTED",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION, RECORD_INVALID",
        "REQUIRED_FIELD_MISSING, RECORD_INVALID",
        "STRING_TOO_LONG, RECORD_INVALID",
        "NUMBER_OUTSIDE_VALID_RANGE, RECORD_INVALID",
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, RECORD_INVALID",
        "INVALID_EMAIL_ADDRESS, RECORD_INVALID",
        "FIELD_INTEGRITY_EXCEPTION, RECORD_INVALID",
        "FIELD_FILTER_VALIDATION_EXCEPTION, RECORD_INVALID",
        "INVALID_FIELD_FOR_INSERT_UPDATE, FIELD_NOT_WRITABLE",
        "INVALID_FIELD, FIELD_NOT_WRITABLE",
        "INSUFFICIENT_ACCESS_OR_READONLY, RECORD_READ_ONLY",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY, RECORD_READ_ONLY",
        "CANNOT_UPDATE_CONVERTED_LEAD, RECORD_READ_ONLY",
        "INACTIVE_OWNER_OR_USER, RECORD_READ_ONLY",
        "ENTITY_IS_LOCKED, RECORD_READ_ONLY",
        "MERGE_FAILED, MERGE_REFUSED",
        "CANNOT_CASCADE_PRODUCT_ACTIVE, MERGE_REFUSED",
        "STORAGE_LIMIT_EXCEEDED, FEATURE_MISSING",
        // In no table: the record's own trouble.
        "INVALID_STATUS, RECORD_INVALID"
    })
    void aPermanentRefusalIsToldAtOnce(String code, AdapterErrorCode expected) {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap("update", refused(code, "", "")))) {
            WriteResult outcome = update(org);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            WriteResult.Rejected.class,
                            rejected -> assertThat(rejected.code()).isEqualTo(expected));
            assertThat(org.calls()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"UNABLE_TO_LOCK_ROW", "RECORD_IN_USE_BY_WORKFLOW"})
    void aLockedRowIsSentAgainUntilItIsFree(String code) {
        int[] calls = {0};
        try (CannedOrg org =
                new CannedOrg(call -> CannedOrg.soap("update", calls[0]++ < 2 ? refused(code, "", "") : OK))) {
            assertThat(update(org)).isInstanceOf(WriteResult.Written.class);
            assertThat(org.calls()).hasSize(3);
        }
    }

    @Test
    void aRowThatStaysLockedIsPutOffAfterFourAttempts() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap("update", refused("UNABLE_TO_LOCK_ROW", "", "")))) {
            assertThat(update(org)).isInstanceOf(WriteResult.Deferred.class);
            assertThat(org.calls()).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"})
    void aFailureOfSeveralTogetherIsTriedWithFewer(String code) {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap(
                "update",
                call.contains("00Q000000000002AAA")
                        ? refused(code, "", "").repeat(call.contains("00Q000000000001AAA") ? 2 : 1)
                        : OK))) {
            List<WriteResult> outcomes =
                    UpdateBatches.updates(org.writing()).run(List.of(row(LEAD), row(lead("00Q000000000002AAA"))));

            assertThat(outcomes.get(0)).isInstanceOf(WriteResult.Written.class);
            assertThat(outcomes.get(1))
                    .isInstanceOfSatisfying(
                            WriteResult.Rejected.class,
                            rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID));
            assertThat(org.calls()).hasSize(3);
        }
    }

    @Test
    void anAutomationThatFailsForEveryRecordIsNotTriedOnEachOfThem() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap(
                "update",
                refused("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "", "")
                        .repeat(call.split("<m:sObjects").length - 1)))) {
            List<UpdateBatches.Row> rows = IntStream.range(100, 300)
                    .mapToObj(number -> row(lead("00Q000000000" + number + "AAA")))
                    .toList();

            assertThat(UpdateBatches.updates(org.writing()).run(rows))
                    .hasOnlyElementsOfType(WriteResult.Rejected.class);
            assertThat(org.calls()).hasSizeLessThan(60);
        }
    }

    @Test
    void theOrgsOwnDuplicateRuleNamesWhatItTakesForTheSame() {
        String error = "<result><errors xsi:type=\"DuplicateError\"><extendedErrorDetails xsi:nil=\"true\"/>"
                + "<message>Use one of these records?</message><statusCode>DUPLICATES_DETECTED</statusCode>"
                + "<duplicateResult><allowSave>false</allowSave><duplicateRule>Standard_Lead_Rule</duplicateRule>"
                + "<duplicateRuleEntityType>Lead</duplicateRuleEntityType><errorMessage>Use one of these records?"
                + "</errorMessage><matchResults><entityType>Lead</entityType><matchEngine>FuzzyMatchEngine</matchEngine>"
                + "<matchRecords><matchConfidence>100.0</matchConfidence><record xsi:type=\"sf:sObject\">"
                + "<sf:type>Lead</sf:type><sf:Id>00Q000000000009AAA</sf:Id></record></matchRecords>"
                + "<rule>Standard_Lead_Match</rule><size>1</size><success>true</success></matchResults>"
                + "</duplicateResult></errors><id xsi:nil=\"true\"/><success>false</success></result>";
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap("update", error))) {
            assertThat(message(update(org)))
                    .isEqualTo("DUPLICATES_DETECTED by rule Standard_Lead_Rule: same as 00Q000000000009AAA");
        }
    }

    @Test
    void anAdminsOwnWordsAreKeptAndARefusedValueIsNot() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap(
                "update", refused("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Status", "Closed leads stay closed.")))) {
            assertThat(message(update(org)))
                    .isEqualTo("FIELD_CUSTOM_VALIDATION_EXCEPTION [Status]: Closed leads stay closed.");
        }
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap(
                "update", refused("INVALID_EMAIL_ADDRESS", "Email", "Email: invalid email address: ada@")))) {
            assertThat(message(update(org))).isEqualTo("INVALID_EMAIL_ADDRESS [Email]");
        }
    }

    @Test
    void aCodeOfALaterVersionIsTheRecordsOwnTroubleAndKeepsItsName() {
        try (CannedOrg org =
                new CannedOrg(call -> CannedOrg.soap("update", refused("A_CODE_OF_NEXT_YEAR", "Email", "No.")))) {
            assertThat(update(org))
                    .isEqualTo(new WriteResult.Rejected(
                            LEAD, AdapterErrorCode.RECORD_INVALID, "A_CODE_OF_NEXT_YEAR [Email]"));
        }
    }

    @Test
    void eachHeaderIsSaid() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap("update", OK))) {
            update(org);

            assertThat(org.calls().get(0).replaceAll("<(/?)m:", "<$1"))
                    .contains(
                            "<allOrNone>false</allOrNone>",
                            "<allowSave>true</allowSave>",
                            "<allowFieldTruncation>false</allowFieldTruncation>",
                            "<triggerAutoResponseEmail>false</triggerAutoResponseEmail>",
                            "<triggerOtherEmail>false</triggerOtherEmail>",
                            "<triggerUserEmail>false</triggerUserEmail>",
                            "<useDefaultRule>false</useDefaultRule>",
                            "<updateMru>false</updateMru>",
                            "<disableFeedTracking>true</disableFeedTracking>")
                    .doesNotContain("TransferOpenActivities");
        }
    }

    @Test
    void anOwnerChangeTakesOpenActivitiesAlongAndTheNextUpdateSaysNothingOfIt() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap("update", OK))) {
            UpdateBatches.ownerChanges(org.writing()).run(List.of(row(LEAD)));
            update(org);

            assertThat(org.calls().get(0)).contains("TransferOpenActivities");
            assertThat(org.calls().get(1)).doesNotContain("TransferOpenActivities");
        }
    }

    private static WriteResult update(CannedOrg org) {
        return UpdateBatches.updates(org.writing()).run(List.of(row(LEAD))).get(0);
    }

    private static UpdateBatches.Row row(SourceRef lead) {
        SObject record = new SObject("Lead");
        record.setId(lead.id());
        record.setField("OneFunnel_Score__c", "50");
        return new UpdateBatches.Row(lead, record);
    }

    private static SourceRef lead(String id) {
        return new SourceRef(LEAD.connection(), RecordKind.PERSON, id);
    }

    private static String refused(String code, String field, String message) {
        String fields = field.isEmpty() ? "" : "<fields>" + field + "</fields>";
        return "<result><errors><extendedErrorDetails xsi:nil=\"true\"/>" + fields + "<message>" + message
                + "</message><statusCode>" + code + "</statusCode></errors><id xsi:nil=\"true\"/>"
                + "<success>false</success></result>";
    }

    private static String message(WriteResult outcome) {
        return ((WriteResult.Rejected) outcome).vendorMessage();
    }
}
