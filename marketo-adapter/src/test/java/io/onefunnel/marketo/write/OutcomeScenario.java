package io.onefunnel.marketo.write;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Closed deals, and a vendor with a program that began the work; every call is recorded. */
abstract class OutcomeScenario {
    static final String OPPORTUNITY = "salesforce/OPPORTUNITY/006SB0000000123AAA";
    static final String KEY = "salesforce:006SB0000000123AAA";

    final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    final RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);
    final long webinar = vendor.instance().program("Cost of downtime", "Tradeshow", clock.instant());

    @AfterEach
    void close() {
        watched.close();
        vendor.close();
    }

    SourceRef person(String name) {
        return vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, name + "@example.org", Field.LAST_NAME, name));
    }

    SourceRef program(long id) {
        return new SourceRef(vendor.connection(), RecordKind.CAMPAIGN, Long.toString(id));
    }

    PublishOutcome won(String ledgerKey, SourceRef on) {
        return won(ledgerKey, on, Optional.of(program(webinar)));
    }

    PublishOutcome won(String ledgerKey, SourceRef on, Optional<SourceRef> program) {
        Map<String, String> details = Map.of(
                EventAttributes.OUTCOME, "CLOSED_WON",
                EventAttributes.OPPORTUNITY, OPPORTUNITY,
                EventAttributes.OPPORTUNITY_NAME, "Engines for Ada",
                EventAttributes.AMOUNT, "1200.5",
                EventAttributes.STAGE, "Closed Won",
                EventAttributes.CLOSE_DATE, "2026-03-01",
                EventAttributes.SOURCE_SYSTEM, "salesforce");
        Instant at = Instant.parse("2026-03-02T08:30:00Z");
        return new PublishOutcome("i-" + ledgerKey, on, ledgerKey, "Closed-Won", at, program, details);
    }

    List<WriteResult> publish(CrmAdapter adapter, PublishOutcome... outcomes) {
        return adapter.writer(PublishOutcome.class).orElseThrow().write(List.of(outcomes));
    }

    List<String> kinds() {
        return vendor.audit().stream()
                .map(entry -> entry.kind() + " " + entry.type())
                .toList();
    }

    static List<String> sentences(CrmAdapter adapter) {
        return adapter.check().problems().stream().map(Readiness.Problem::what).toList();
    }

    CrmAdapter adapter() {
        return adapter(Map.of());
    }

    CrmAdapter adapter(Map<String, String> more) {
        Map<String, String> options =
                new HashMap<>(Map.of("base-url", watched.url(), "outcome-program-status", "CLOSED_WON=Influenced"));
        options.putAll(more);
        return vendor.adapter(vendor.mapping(), Access.RIGHT, options);
    }
}
