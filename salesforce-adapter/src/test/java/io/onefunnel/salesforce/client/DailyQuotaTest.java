package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Mirror;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The quota is everybody's: a share of it is ours. */
class DailyQuotaTest {
    private final SandboxOrg sandbox = new SandboxOrg();
    private final Mirror mirror = new Mirror();
    private Cursor at = Cursor.BEGINNING;

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aSpentShareStopsThePullInTheMiddleAndADayLaterItGoesOnThere() {
        sandbox.org.set("apiCallsPerDay", "30");
        sandbox.org.set("queryBatchSize", "200");
        List<String> leads = sandbox.leads(1_600);
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter(Map.of("budget-day-share", "0.3"));

        AdapterException stopped = catchThrowableOfType(AdapterException.class, () -> pull(adapter));

        assertThat(stopped.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        assertThat(stopped).hasMessageContaining("share of 30 %").hasMessageContaining("budget-day-share");
        assertThat(stopped.notBefore()).isPresent();
        assertThat(mirror.live()).isNotEmpty().hasSizeLessThan(1_600);
        assertThat(adapter.budget().spent()).hasValue(9);
        sandbox.clock.advanceTo(stopped.notBefore().orElseThrow());
        long calls = sandbox.calls.total();

        pull(adapter);

        assertThat(mirror.live()).hasSize(leads.size());
        assertThat(sandbox.calls.total() - calls).as("nothing is read twice").isLessThan(9);
    }

    @Test
    void theLastTenthOfTheOrgsCallsIsLeftToOthers() {
        sandbox.org.set("apiCallsPerDay", "100");
        sandbox.leads(1);
        sandbox.aWhilePasses();
        CrmAdapter others = sandbox.adapter(Map.of("budget-day-share", "1"));
        AdapterException stopped = catchThrowableOfType(AdapterException.class, () -> {
            for (int i = 0; i < 100; i++) others.counts().orElseThrow().count(RecordKind.USER);
        });

        assertThat(stopped.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        assertThat(stopped).hasMessageContaining("left to the others");
        assertThat(sandbox.calls.total()).isLessThan(95);
    }

    @Test
    void aRunHasItsOwnLimitAndTheNextOneBeginsAnew() {
        sandbox.org.set("queryBatchSize", "200");
        sandbox.leads(1_000);
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter(Map.of("budget-run-calls", "9"));
        adapter.pull(RecordKind.USER, Cursor.BEGINNING);

        AdapterException stopped = catchThrowableOfType(AdapterException.class, () -> pull(adapter));

        assertThat(stopped.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        assertThat(stopped).hasMessageContaining("budget-run-calls").hasMessageContaining("9 calls");
        assertThat(mirror.live()).isNotEmpty().hasSizeLessThan(1_000);
        sandbox.clock.advanceTo(stopped.notBefore().orElseThrow());
        adapter.pull(RecordKind.USER, Cursor.BEGINNING);

        pull(adapter);

        assertThat(mirror.live()).hasSize(1_000);
    }

    private void pull(CrmAdapter adapter) {
        while (true) {
            PullPage page = adapter.pull(RecordKind.PERSON, at);
            mirror.take(page.changes());
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return;
        }
    }
}
