package io.onefunnel.salesforce.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Fields that are there, and cannot hold what is written to them. */
class FieldShapesTest {
    @Test
    void bothSidesOfEachAreNamed() {
        try (SandboxOrg sandbox = new SandboxOrg()) {
            CrmAdapter adapter = sandbox.adapter(
                    SandboxOrg.mappingOfLeads(Map.of(
                            Field.OF_GRADE, "OneFunnel_Score__c",
                            Field.OF_SCORE_AT, "ConvertedDate",
                            Field.OF_SCORE_REASONS, "OneFunnel_Top_Reason__c",
                            Field.OF_SCORE_OVERRIDE, "OneFunnel_Not_Same_Person__c")),
                    Map.of());

            Readiness readiness = adapter.check();

            assertThat(readiness.problems())
                    .filteredOn(problem -> problem.what().contains("not fit"))
                    .singleElement()
                    .isEqualTo(new Problem(
                            Severity.LIMITS,
                            AdapterErrorCode.FIELD_NOT_WRITABLE,
                            "4 fields of Lead do not fit what is kept there:"
                                    + " OneFunnel_Score__c is of type double, of_grade is choice;"
                                    + " OneFunnel_Top_Reason__c has room for 80 characters, of_score_reasons has up to"
                                    + " 1000; ConvertedDate is of type date, of_score_at is instant;"
                                    + " OneFunnel_Not_Same_Person__c is of type boolean, of_score_override is number",
                            "change them in Setup, Object Manager, Lead to what the OneFunnel package has, or map other"
                                    + " fields"));
        }
    }

    @Test
    void theLengthsAreThoseOfThePackage() throws IOException {
        Path fields = Path.of("crm-package", "force-app", "main", "default", "objects", "Lead", "fields");
        Mapping.Type lead = Objects.requireNonNull(SandboxOrg.mapping().types().get("Lead"));
        for (Map.Entry<Field, Integer> each : FieldShapes.LENGTHS.entrySet()) {
            String name = lead.nameOf(each.getKey()).orElseThrow();
            Matcher length = Pattern.compile("<length>(\\d+)</length>")
                    .matcher(Files.readString(fields.resolve(name + ".field-meta.xml")));

            assertThat(length.find()).as(name).isTrue();
            assertThat(Integer.parseInt(length.group(1))).as(name).isEqualTo(each.getValue());
        }
    }
}
