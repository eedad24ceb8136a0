package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AccountMetadata.CampaignStatus;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.RecordCounts.Estimate;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The forecast of a Marketo instance's first load")
class LoadForecastTest extends WatchedInstance {
    private static final Instant FIRST = Instant.parse("2025-01-10T08:00:00Z");

    private final CrmAdapter adapter = vendor.adapter(
            vendor.mapping(),
            Access.RIGHT,
            Map.of("base-url", watched.url(), "first-load-from", "2006-01-01", "daily-quota", "50000"));

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    void countsWhatFitsIntoAPage() {
        for (int i = 0; i < 250; i++) lead(FIRST.plus(Duration.ofDays(i)));

        Estimate people = estimate(RecordKind.PERSON);

        assertThat(people.records()).isEqualTo(250);
        assertThat(people.calls()).isEqualTo(2);
        assertThat(people.road()).isEqualTo("log of new leads, then 300 leads a call");
        assertThat(watched.calls()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void isWithinATenthOfWhatComesEvenly() {
        for (int i = 0; i < 5_000; i++) lead(FIRST.plus(Duration.ofMinutes(118L * i)));
        Estimate people = estimate(RecordKind.PERSON);
        int asked = watched.calls().size();
        watched.forget();

        pullAll();

        assertThat(asked).isLessThan(30);
        assertThat(people.records()).isBetween(4_500L, 5_500L);
        assertThat((double) people.calls())
                .isBetween(watched.calls().size() * 0.8, watched.calls().size() * 1.2);
    }

    @Test
    void seesThatAnInstanceGrewLate() {
        for (int i = 0; i < 400; i++) lead(FIRST.plus(Duration.ofDays(i % 300)));
        for (int i = 0; i < 4_000; i++)
            lead(Instant.parse("2026-02-01T00:00:00Z").plus(Duration.ofMinutes(10L * i)));

        assertThat(estimate(RecordKind.PERSON).records()).isBetween(3_500L, 6_000L);
    }

    @Test
    void tellsMegabytesAndDaysOfExtracts() {
        LoadStrategy.Cost cost = new LoadStrategy(2.0 / 300, 12 * 90, 50_000)
                .cost(2_000_000, Duration.ofDays(420).toSeconds());

        assertThat(cost.extracts()).isFalse();
        LoadStrategy.Cost narrow = new LoadStrategy(2.0 / 300, 350, 50_000)
                .cost(2_000_000, Duration.ofDays(420).toSeconds());
        assertThat(narrow.extracts()).isTrue();
        assertThat(narrow.megabytes()).isEqualTo(700);
        assertThat(narrow.calls()).isEqualTo(4 * 14);
        assertThat(narrow.time()).isBetween(Duration.ofDays(1), Duration.ofDays(2));
    }

    @Test
    void namesTheRoadOfExtractsWhereTheyWouldBeTaken() {
        // As dense at each place that is looked at.
        Duration part = Duration.between(FIRST, clock.instant()).dividedBy(12);
        for (int i = 0; i < 12 * 301; i++) {
            lead(FIRST.plus(part.multipliedBy(i / 301)).plusSeconds(117L * (i % 301)));
        }

        Estimate people = estimate(RecordKind.PERSON);

        assertThat(people.records()).isBetween(200_000L, 400_000L);
        assertThat(people.road()).matches("extracts: about [0-9,]+ of 500 MB a day");
        assertThat(people.calls()).isLessThan(people.records() / 300);
    }

    @Test
    void coversProgramsResponsesAndTouches() {
        long lead = lead(FIRST);
        long program = vendor.instance().program("Webinar", "Webinar", FIRST);
        vendor.instance().program("Old", "Webinar", Instant.parse("2020-01-01T00:00:00Z"));
        vendor.instance().member(program, lead, "Invited", FIRST);
        vendor.instance().activity(lead, 2, FIRST, 1, "Form", Map.of());
        vendor.instance().activity(lead, 6, FIRST, 1, "Mail", Map.of());

        assertThat(estimate(RecordKind.CAMPAIGN).records()).isEqualTo(2);
        assertThat(estimate(RecordKind.RESPONSE).records()).isEqualTo(2);
        assertThat(estimate(RecordKind.RESPONSE).calls())
                .as("one of the log, one of the old program")
                .isEqualTo(2);
        assertThat(estimate(RecordKind.TOUCH).records()).isEqualTo(1);
        assertThat(adapter.counts().orElseThrow().estimate(RecordKind.USER)).isEmpty();
        assertThat(adapter.counts().orElseThrow().count(RecordKind.PERSON)).isEmpty();
    }

    @Test
    void theCatalogueTellsTheStatusesOfMembersByChannel() {
        assertThat(adapter.metadata().orElseThrow().campaignStatuses())
                .contains(
                        new CampaignStatus("Webinar", "Invited", 10, false),
                        new CampaignStatus("Webinar", "Attended", 40, true));
        assertThat(adapter.metadata().orElseThrow().stages()).isEmpty();
        assertThat(adapter.metadata().orElseThrow().statuses()).isEmpty();
    }

    private Estimate estimate(RecordKind kind) {
        return adapter.counts().orElseThrow().estimate(kind).orElseThrow();
    }

    private void pullAll() {
        PullPage page = adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        while (!(page.progress() instanceof Progress.CaughtUp)) page = adapter.pull(RecordKind.PERSON, page.next());
    }

    private long lead(Instant created) {
        return vendor.instance().lead(Map.of("lastName", "x", "createdAt", created.toString()));
    }
}
