package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What Marketo keeps")
class RetentionTest {
    // Twelve of high volume, one of deletions; the others 25 months: "Marketo Activities Data Retention Policy".
    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "6", "7", "13", "19", "22", "24", "28", "36", "47", "300"})
    void isNinetyDaysOfWhatThereIsMuchOf(String type) {
        assertThat(Retention.of(type)).contains(Duration.ofDays(90));
    }

    @ParameterizedTest
    @CsvSource({"37, 14", "2, 750", "11, 750", "32, 750", "104, 750", "100001, 750"})
    void isTwentyFiveMonthsOfTheRestAndTwoWeeksOfDeletions(String type, long days) {
        assertThat(Retention.of(type)).contains(Duration.ofDays(days));
    }

    @Test
    void isForEverWhoWasNew() {
        assertThat(Retention.of("12")).isEmpty();
    }

    @Test
    void isToldByKindOfTheShortestThatIsMapped() {
        ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
        try (InstanceFixture vendor =
                        new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (call, took, how) -> {}));
                CrmAdapter adapter = vendor.adapter(vendor.mapping(), Access.RIGHT)) {
            // The shipped mapping reads Visit Webpage as a response and Send Email as a touch.
            assertThat(adapter.retention(RecordKind.RESPONSE)).contains(Duration.ofDays(90));
            assertThat(adapter.retention(RecordKind.TOUCH)).contains(Duration.ofDays(90));
            assertThat(adapter.retention(RecordKind.PERSON)).isEmpty();
            assertThat(adapter.retention(RecordKind.CAMPAIGN)).isEmpty();
            assertThat(adapter.retention(RecordKind.MEETING)).isEmpty();
        }
    }
}
