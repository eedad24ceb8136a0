package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.InstanceFixture;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is really done about codes that no other test meets on its way. */
@DisplayName("To a code of Marketo")
class CodeReactionsTest {
    private final ScriptedMarketo marketo = new ScriptedMarketo();

    @AfterEach
    void close() {
        marketo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"616", "703", "710", "711", "1011", "1018", "1020", "1025", "1026", "1027", "1028", "1035"})
    void ofAMissingFeatureTheAdminIsAskedAndNothingIsTriedAgain(String code) {
        marketo.thenError(code, "no");

        RefusedException refused = refusal();

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.FEATURE_MISSING);
        assertThat(refused.code().recovery()).isEqualTo(Recovery.ASK_ADMIN);
        assertThat(refused).hasMessageContaining("Marketo error " + code);
        assertThat(marketo.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1008", "1009", "1010"})
    void ofAPartitionTheAdminIsAskedForThePermission(String code) {
        marketo.thenError(code, "no");

        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.PERMISSION_MISSING);
        assertThat(marketo.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "605", "609", "610", "612", "613", "701", "704", "1002", "1036", "1042", "1048", "1080", "799", "new"
            })
    void ofAMistakeOfOursItFailsLoudlyAndAtOnce(String code) {
        marketo.thenError(code, "no");

        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(marketo.calls()).hasSize(1);
        assertThat(marketo.pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"502", "608", "713", "719"})
    void thatDoesNotPassItIsTriedSixTimesInFiveMinutes(String code) {
        marketo.thenError(code, "no");

        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(marketo.calls()).hasSize(6);
        assertThat(marketo.pauses).hasSize(5);
        assertThat(marketo.paused()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void thatNeverPassesItIsTriedThreeOrFourOrTwoTimes() {
        assertThat(triesOf("500")).isEqualTo(3);
        assertThat(triesOf("611")).isEqualTo(4);
        assertThat(triesOf("604")).isEqualTo(2);
        assertThat(triesOf("1014")).isEqualTo(2);
        assertThat(triesOf("699")).isEqualTo(3);
    }

    private int triesOf(String code) {
        try (ScriptedMarketo own = new ScriptedMarketo()) {
            own.thenError(code, "no");
            MarketoClient client = own.client();
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class, () -> client.get("programs", "rest/asset/v1/programs.json", Map.of()));
            assertThat(refused.error().code()).isEqualTo(code);
            return own.calls().size();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1016", "1019"})
    void ofAFullQueueItComesBackInAMinute(String code) {
        marketo.thenError(code, "Import in progress");

        RefusedException refused = refusal();

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.RATE_LIMITED);
        assertThat(refused.notBefore()).isEqualTo(marketo.clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(marketo.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"712", "714", "1076", "1077", "1078", "1079"})
    void ofAMergePeopleDecideAndNothingIsMerged(String code) {
        ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
        try (InstanceFixture vendor =
                        new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (call, took, how) -> {}));
                RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);
                CrmAdapter adapter =
                        vendor.adapter(vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url()))) {
            SourceRef ada = vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, "ada@example.org"));
            SourceRef twin = vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, "ada@example.org"));
            watched.between((call, next) -> call.path().endsWith("/merge.json")
                    ? HttpAnswer.json(200, ScriptedMarketo.error(code, "the CRM says no"))
                    : next.apply(call));

            List<WriteResult> outcomes = adapter.writer(Command.Merge.class)
                    .orElseThrow()
                    .write(List.of(new Command.Merge("i", ada, List.of(twin), Map.of())));

            assertThat(outcomes).singleElement().isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
                assertThat(rejected.code()).isEqualTo(AdapterErrorCode.MERGE_REFUSED);
                assertThat(rejected.vendorMessage()).contains(code);
            });
            assertThat(vendor.instance().state()).containsEntry("lead", 2);
            assertThat(watched.count("/merge.json")).isEqualTo(1);
        }
    }

    private RefusedException refusal() {
        MarketoClient client = marketo.client();
        return catchThrowableOfType(
                RefusedException.class, () -> client.get("programs", "rest/asset/v1/programs.json", Map.of()));
    }
}
