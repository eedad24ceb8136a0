package io.onefunnel.marketo.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A merge of Marketo leads")
class MergeWriterTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final CrmAdapter adapter = vendor.adapter(vendor.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        vendor.close();
    }

    @Test
    void takesMoreThanTwentyFiveLosersInPartsAndVerifiesThemAll() {
        SourceRef winner = person("ada");
        List<SourceRef> losers = new ArrayList<>();
        for (int i = 0; i < 30; i++) losers.add(person("ada" + i));

        WriteResult outcome = adapter.writer(Merge.class)
                .orElseThrow()
                .write(List.of(new Merge("i", winner, losers, Map.of())))
                .get(0);

        assertThat(outcome).isEqualTo(WriteResult.Written.of(winner));
        assertThat(vendor.audit()).extracting(WriteAudit.Entry::kind).containsExactly("merge", "merge");
        assertThat(vendor.instance().state()).containsEntry("lead", 1);
    }

    @Test
    void isNotMadeWhenADecidedValueIsRefused() {
        SourceRef winner = person("ada");
        SourceRef loser = person("ida");
        vendor.instance().refuseWritesTo(Long.parseLong(winner.id()));

        assertThat(merged(winner, loser, Field.TITLE, "Engineer")).isInstanceOf(WriteResult.Rejected.class);
        assertThat(vendor.instance().state()).containsEntry("lead", 2);
    }

    @Test
    void leavesToMarketoWhatItKeepsOnTheCompany() {
        SourceRef winner = person("ada");
        SourceRef loser = person("ida");

        assertThat(merged(winner, loser, Field.COMPANY, "Engines")).isEqualTo(WriteResult.Written.of(winner));
        assertThat(vendor.audit()).extracting(WriteAudit.Entry::kind).containsExactly("merge");
    }

    private WriteResult merged(SourceRef winner, SourceRef loser, Field field, String value) {
        return adapter.writer(Merge.class)
                .orElseThrow()
                .write(List.of(new Merge("i", winner, List.of(loser), Map.of(field, value))))
                .get(0);
    }

    @Test
    void goesOnIntoTheRecordThatTheCrmLetWin() {
        SourceRef named = person("ada");
        List<SourceRef> losers = new ArrayList<>();
        for (int i = 0; i < 30; i++) losers.add(person("ada" + i));
        SourceRef chosen = losers.get(3);
        try (RecordingProxy crm = new RecordingProxy(vendor.instance()::answer)) {
            crm.between((call, next) -> next.apply(
                    call.path().endsWith(named.id() + "/merge.json")
                            ? otherWinner(call, named.id(), chosen.id())
                            : call));
            Map<String, String> options = Map.of("base-url", crm.url(), "merge-in-crm", "true");

            WriteResult outcome = vendor.adapter(vendor.mapping(), Access.RIGHT, options)
                    .writer(Merge.class)
                    .orElseThrow()
                    .write(List.of(new Merge("i", named, losers, Map.of())))
                    .get(0);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            WriteResult.Written.class,
                            written -> assertThat(written.survivor()).contains(chosen));
        }
        assertThat(vendor.instance().state()).containsEntry("lead", 1);
    }

    /** "If only one is in SFDC, that one wins, whatever you named": "Leads", "Merge". */
    private static HttpCall otherWinner(HttpCall call, String named, String chosen) {
        String target = call.target()
                .replace("/leads/" + named + "/", "/leads/" + chosen + "/")
                .replace(chosen + "%2C", named + "%2C")
                .replaceAll("(?<=[=,])" + chosen + "(?=[,&])", named);
        return new HttpCall(call.method(), target, call.headers(), call.body());
    }

    private SourceRef person(String name) {
        return vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, name + "@example.org", Field.LAST_NAME, name));
    }
}
