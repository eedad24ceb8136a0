package io.onefunnel.salesforce.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AccountMetadata;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SalesforceMetadataTest {
    private final SandboxOrg sandbox = new SandboxOrg();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void theOrgSaysWhichWordsAndHoursItHas() {
        sandbox.org.insert(
                "Holiday", Map.of("Name", "Founders' Day", "ActivityDate", "2026-05-04", "IsAllDay", "true"));
        AccountMetadata catalogue = sandbox.adapter().metadata().orElseThrow();

        assertThat(catalogue.stages())
                .extracting(AccountMetadata.PipelineStage::id)
                .startsWith("Prospecting", "Qualification")
                .endsWith("Closed Won", "Closed Lost");
        assertThat(catalogue.stages().get(6)).satisfies(won -> {
            assertThat(won.won()).isTrue();
            assertThat(won.closed()).isTrue();
            assertThat(won.position()).isEqualTo(6);
            assertThat(won.probability()).hasValue(100);
        });
        assertThat(catalogue.statuses()).anyMatch(AccountMetadata.PersonStatus::converted);
        AccountMetadata.BusinessHours hours = catalogue.businessHours().get(0);
        assertThat(hours.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(hours.open())
                .containsEntry(DayOfWeek.MONDAY, new AccountMetadata.Window(LocalTime.of(9, 0), LocalTime.of(17, 0)))
                .doesNotContainKey(DayOfWeek.SUNDAY);
        assertThat(hours.holidays())
                .contains(new AccountMetadata.Holiday("Founders' Day", LocalDate.parse("2026-05-04")));
    }

    @Test
    void aYearlyHolidayFallsOnItsDayInEveryYearOfItsTime() {
        YearlyHoliday memorial = YearlyHoliday.of("RecursYearlyNth", "May", "", "Last", "2", "2020-01-01", "")
                .orElseThrow();
        assertThat(memorial.in(2026)).contains(LocalDate.parse("2026-05-25"));
        YearlyHoliday leap = YearlyHoliday.of("RecursYearly", "February", "29", "", "", "2026-01-01", "2030-01-01")
                .orElseThrow();
        assertThat(leap.in(2026)).isEmpty();
        assertThat(leap.in(2028)).contains(LocalDate.parse("2028-02-29"));
        assertThat(leap.in(2032)).isEmpty();
        assertThat(YearlyHoliday.of("RecursDaily", "", "", "", "", "", "")).isEmpty();
        assertThat(YearlyHoliday.of("RecursYearly", "Brumaire", "18", "", "", "", ""))
                .isEmpty();
    }
}
