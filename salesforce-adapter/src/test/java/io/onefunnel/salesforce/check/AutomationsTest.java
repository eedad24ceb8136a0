package io.onefunnel.salesforce.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.salesforce.CannedOrg;
import io.onefunnel.spi.Readiness.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the doctor learns from the parts of an org that only some users may ask. */
class AutomationsTest {
    @Test
    void automationThatNamesOurFieldsIsToldByObject() {
        try (CannedOrg org = new CannedOrg(AutomationsTest::tooling)) {
            List<Problem> problems = new ArrayList<>();

            new Automations(CannedOrg.mapping(), org.access()).look(problems);

            assertThat(problems)
                    .extracting(Problem::what)
                    .containsExactly(
                            "the org's own automation on Contact names OneFunnel fields: flow Alert on grade A",
                            "the org's own automation on Lead names OneFunnel fields: trigger ScoreToRating, validation"
                                    + " rule Score_Range");
        }
    }

    @Test
    void whatMayNotBeAskedIsLeftOut() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.Answer.notFound())) {
            List<Problem> problems = new ArrayList<>();

            new Automations(CannedOrg.mapping(), org.access()).look(problems);

            assertThat(problems).isEmpty();
        }
    }

    @Test
    void duplicateRulesAreToldByObject() {
        String rows = record("<sf:type>DuplicateRule</sf:type><sf:Id>0Bm000000000001AAA</sf:Id>"
                        + "<sf:MasterLabel>Standard Lead Rule</sf:MasterLabel><sf:SobjectType>Lead</sf:SobjectType>")
                + record("<sf:type>DuplicateRule</sf:type><sf:Id>0Bm000000000002AAA</sf:Id>"
                        + "<sf:MasterLabel>Same e-mail</sf:MasterLabel><sf:SobjectType>Lead</sf:SobjectType>");
        try (CannedOrg org = new CannedOrg(call -> rows(rows, 2))) {
            List<Problem> problems = new ArrayList<>();

            new DuplicateRules(CannedOrg.mapping(), org.access()).look(problems);

            assertThat(problems)
                    .extracting(Problem::what)
                    .containsExactly("2 duplicate rules are active on Lead: Same e-mail, Standard Lead Rule");
        }
    }

    private static CannedOrg.Answer tooling(String call) {
        if (call.contains("FROM ApexTrigger")) {
            return records("{\"Name\":\"ScoreToRating\",\"TableEnumOrId\":\"Lead\",\"Body\":\"l.Rating ="
                    + " l.OneFunnel_Score__c > 80 ? 'Hot' : 'Warm';\"},{\"Name\":\"Other\",\"TableEnumOrId\":\"Lead\","
                    + "\"Body\":\"l.Rating = 'Hot';\"}");
        }
        if (call.contains("SELECT Id, ValidationName")) {
            return records("{\"Id\":\"03d000000000001AAA\",\"ValidationName\":\"Score_Range\",\"EntityDefinition\":"
                    + "{\"QualifiedApiName\":\"Lead\"}}");
        }
        if (call.contains("FROM ValidationRule WHERE Id")) {
            return records("{\"Metadata\":{\"errorConditionFormula\":\"OneFunnel_Score__c > 100\"}}");
        }
        if (call.contains("SELECT Id, MasterLabel FROM Flow")) {
            return records("{\"Id\":\"301000000000001AAA\",\"MasterLabel\":\"Alert on grade A\"}");
        }
        return records("{\"Metadata\":{\"start\":{\"object\":\"Contact\",\"filters\":[{\"field\":"
                + "\"OneFunnel_Grade__c\"}]}}}");
    }

    private static CannedOrg.Answer records(String records) {
        return CannedOrg.Answer.json("{\"size\":1,\"done\":true,\"records\":[" + records + "]}");
    }

    private static CannedOrg.Answer rows(String records, int size) {
        return CannedOrg.soap(
                "queryAll",
                "<result xsi:type=\"QueryResult\"><done>true</done><queryLocator xsi:nil=\"true\"/>" + records
                        + "<size>" + size + "</size></result>");
    }

    private static String record(String fields) {
        return "<records xsi:type=\"sf:sObject\">" + fields + "</records>";
    }
}
