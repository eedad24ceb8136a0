package io.onefunnel.salesforce.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.ForwardingVendor;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.SalesforceAdapterFactory;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A first load by Bulk 2.0: in chunks, the newest first, and never twice over. */
class BackfillTest {
    private static final Map<String, String> CHUNKS =
            Map.of("bulk-from", "100", "bulk-page", "200", "bulk-chunk", "1000");

    private final SandboxOrg sandbox = new SandboxOrg();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aTypeIsReadInChunksOfWhichTheNewestComesFirst() {
        List<String> leads = leadsOverAYear(3_000);
        CrmAdapter adapter = sandbox.adapter(CHUNKS);

        SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, Cursor.BEGINNING);

        assertThat(pulled.ids()).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(new HashSet<>(pulled.ids())).isEqualTo(new HashSet<>(leads));
        List<String> newest = leads.subList(2_900, 3_000);
        assertThat(pulled.ids().subList(0, 1_200)).containsAll(newest);
        assertThat(sandbox.calls("POST jobs/query")).isBetween(3, 5);
    }

    @Test
    void aSmallOrgIsReadByOneJob() {
        leadsOverAYear(900);
        CrmAdapter adapter = sandbox.adapter(Map.of("bulk-from", "100"));
        adapter.pull(RecordKind.USER, Cursor.BEGINNING);
        sandbox.calls.reset();

        sandbox.pullPeople(adapter, Cursor.BEGINNING);

        assertThat(sandbox.calls("POST jobs/query")).isEqualTo(1);
        assertThat(sandbox.calls("GET jobs/query job")).isEqualTo(1);
        assertThat(sandbox.calls("GET jobs/query results")).isEqualTo(1);
        // Counts of leads and contacts, the contacts.
        assertThat(sandbox.calls("query")).isEqualTo(2);
        assertThat(sandbox.calls("queryAll")).isEqualTo(1);
    }

    @Test
    void aProcessThatIsKilledGoesOnAtTheBatchItStoredLastAndAsksForNoFinishedChunkAgain() {
        List<String> leads = leadsOverAYear(3_000);
        Mirror mirror = new Mirror();
        Cursor at = Cursor.BEGINNING;
        int rows = 0;
        while (true) {
            // A new object for every few batches, as after a kill: nothing but the stored cursor is left of the last.
            try (CrmAdapter adapter = new SalesforceAdapterFactory()
                    .create(sandbox.settings(sandbox.url(), SandboxOrg.mapping(), CHUNKS), sandbox.context())) {
                PullPage page = adapter.pull(RecordKind.PERSON, at);
                for (int batch = 0; batch < 3 && page.progress() instanceof Progress.More; batch++) {
                    mirror.take(page.changes());
                    rows += page.changes().size();
                    at = page.next();
                    page = adapter.pull(RecordKind.PERSON, at);
                }
                mirror.take(page.changes());
                rows += page.changes().size();
                at = page.next();
                if (page.progress() instanceof Progress.CaughtUp) break;
            }
        }

        assertThat(mirror.live()).hasSize(leads.size());
        assertThat(rows).as("nothing is given twice").isEqualTo(3_000);
        assertThat(sandbox.calls("POST jobs/query")).as("jobs").isBetween(3, 5);
    }

    @Test
    void aResultThatBreaksOffIsFetchedAgainAndNothingIsLost() {
        List<String> leads = leadsOverAYear(2_000);
        AtomicInteger breaks = new AtomicInteger();
        try (ForwardingVendor front = new ForwardingVendor(sandbox.url(), request -> {
            if (!request.path().contains("/results") || breaks.getAndIncrement() > 1) return Optional.empty();
            return Optional.of(new PlainVendor.Answer(
                    200,
                    "text/csv",
                    "\"Id\",\"SystemModstamp\",\"IsDeleted\"\n\"00QSb0000000001MAA\",\"2026-03-02T09:00:00.000Z\",\"false\"\n",
                    Map.of("Sforce-NumberOfRecords", "2000", "Sforce-Locator", "null")));
        })) {
            CrmAdapter adapter = sandbox.adapter(
                    front.front.url(), SandboxOrg.mapping(), Map.of("bulk-from", "100", "bulk-page", "500"));

            SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, Cursor.BEGINNING);

            assertThat(breaks.get()).isGreaterThan(2);
            assertThat(new HashSet<>(pulled.ids())).isEqualTo(new HashSet<>(leads));
            assertThat(pulled.present(leads.get(0)).fields()).containsEntry("LastName", "Lead 0");
        }
    }

    @Test
    void aJobThatIsGoneIsMadeAnew() {
        List<String> leads = leadsOverAYear(1_000);
        AtomicInteger looks = new AtomicInteger();
        try (ForwardingVendor front = new ForwardingVendor(sandbox.url(), request -> {
            boolean look = request.method().equals("GET") && request.path().matches(".*/jobs/query/[^/]+");
            return look && looks.getAndIncrement() == 0
                    ? Optional.of(PlainVendor.rest(404, "NOT_FOUND", "The requested resource does not exist"))
                    : Optional.empty();
        })) {
            CrmAdapter adapter = sandbox.adapter(front.front.url(), SandboxOrg.mapping(), Map.of("bulk-from", "100"));

            assertThat(sandbox.pullPeople(adapter, Cursor.BEGINNING).ids()).hasSize(leads.size());
            assertThat(sandbox.calls("POST jobs/query")).isEqualTo(2);
        }
    }

    @Test
    void anObjectThatTheBulkApiDoesNotSupportIsReadByQueries() {
        List<String> leads = leadsOverAYear(1_000);
        try (ForwardingVendor front = new ForwardingVendor(
                sandbox.url(),
                request -> request.path().endsWith("/jobs/query")
                        ? Optional.of(PlainVendor.rest(
                                400, "INVALIDENTITY", "Entity 'Lead' is not supported by the Bulk API."))
                        : Optional.empty())) {
            CrmAdapter adapter = sandbox.adapter(front.front.url(), SandboxOrg.mapping(), Map.of("bulk-from", "100"));

            assertThat(sandbox.pullPeople(adapter, Cursor.BEGINNING).ids()).hasSize(leads.size());
        }
    }

    @Test
    void aJobThatTakesItsTimeIsLookedAtEverMoreRarely() {
        leadsOverAYear(500);
        sandbox.org.set("bulkDelaySeconds", "120");
        CrmAdapter adapter = sandbox.adapter(Map.of("bulk-from", "100"));
        List<Duration> waits = new ArrayList<>();
        Cursor at = Cursor.BEGINNING;
        while (true) {
            PullPage page = adapter.pull(RecordKind.PERSON, at);
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) break;
            if (page.progress() instanceof Progress.Wait wait) {
                waits.add(Duration.between(sandbox.clock.instant(), wait.notBefore()));
                sandbox.clock.advanceTo(wait.notBefore());
            }
        }

        assertThat(waits.get(0)).isLessThan(Duration.ofSeconds(1));
        assertThat(waits)
                .hasSizeLessThan(30)
                .last()
                .satisfies(last -> assertThat(last).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    /** Created one after the other, and last changed long ago. */
    private List<String> leadsOverAYear(int count) {
        List<String> ids = new ArrayList<>(count);
        Instant at = sandbox.clock.instant().minus(Duration.ofDays(365));
        Duration step = Duration.ofDays(360).dividedBy(count);
        for (int i = 0; i < count; i++) {
            at = at.plus(step);
            ids.add(sandbox.org.insert(
                    "Lead",
                    Map.of(
                            "LastName",
                            "Lead " + i,
                            "Company",
                            "Engines",
                            "CreatedDate",
                            at.toString(),
                            "LastModifiedDate",
                            at.toString(),
                            "SystemModstamp",
                            at.toString())));
        }
        return ids;
    }
}
