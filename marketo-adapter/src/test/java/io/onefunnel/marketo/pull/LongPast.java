package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** An instance whose first days promise hundreds of thousands of leads, so that the rest comes by extracts. */
abstract class LongPast {
    static final Instant FIRST = Instant.parse("2025-01-10T08:00:00Z");
    static final int EARLY = 6_100;
    static final String ODD = "Love \"Lace\",\nCountess";

    final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    final RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);
    final CrmAdapter adapter = adapter();
    long leadOfResponses;

    @AfterEach
    void close() {
        adapter.close();
        watched.close();
        vendor.close();
    }

    /** Three thousand responses in two days, and one a year later. */
    Instant manyResponses() {
        leadOfResponses = lead(FIRST, "city");
        for (int i = 0; i < 3_200; i++) {
            vendor.instance()
                    .activity(
                            leadOfResponses,
                            2,
                            FIRST.plus(Duration.ofMinutes(i)),
                            i,
                            ODD,
                            Map.of("Referrer URL", "https://x/" + i));
        }
        Instant late = Instant.parse("2026-01-05T10:00:00Z");
        vendor.instance().activity(leadOfResponses, 2, late, 9, "Late", Map.of("Referrer URL", "a \"b\", c"));
        return late;
    }

    PullPage untilJobs() {
        Cursor at = Cursor.BEGINNING;
        PullPage page;
        do {
            page = adapter.pull(RecordKind.PERSON, at);
            at = page.next();
        } while (watched.count("/enqueue.json") == 0);
        return page;
    }

    List<SourceRef> pulled(Cursor from) {
        return pulled(adapter, from);
    }

    List<SourceRef> pulled(CrmAdapter by, Cursor from) {
        List<SourceRef> refs = new ArrayList<>();
        Cursor at = from;
        PullPage page;
        do {
            page = by.pull(RecordKind.PERSON, at);
            page.changes().forEach(each -> refs.add(each.ref()));
            waitFor(page);
            at = page.next();
        } while (!(page.progress() instanceof Progress.CaughtUp));
        return refs;
    }

    void waitFor(PullPage page) {
        if (page.progress() instanceof Progress.Wait wait) clock.advanceTo(wait.notBefore());
    }

    CrmAdapter adapter() {
        return vendor.adapter(
                vendor.mapping(),
                Access.RIGHT,
                Map.of("base-url", watched.url(), "first-load-from", "2006-01-01", "daily-quota", "50000"));
    }

    /** Six thousand leads in ten days, and a few in the months since. */
    void longPast() {
        for (int i = 0; i < EARLY; i++) lead(FIRST.plus(Duration.ofMinutes(2L * i)), "city ".repeat(30) + i);
        for (int i = 0; i < 40; i++) lead(FIRST.plus(Duration.ofDays(20 + 10L * i)), "city " + i);
    }

    long lead(Instant created, String city) {
        return vendor.instance()
                .lead(Map.of(
                        "lastName",
                        ODD,
                        Field.CITY.key(),
                        city,
                        "createdAt",
                        created.toString(),
                        "email",
                        "a@example.org"));
    }
}
