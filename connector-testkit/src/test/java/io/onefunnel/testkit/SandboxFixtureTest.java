package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.CrmAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fixture over a sandbox vendor")
class SandboxFixtureTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final ClockworkFixture fixture = new ClockworkFixture(clock);
    private final OkHttpClient client =
            new OkHttpClient.Builder().retryOnConnectionFailure(false).build();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void servesTheVendorOnTheManualClock() throws IOException {
        assertThat(get("/time")).isEqualTo("2026-03-02T09:00:00Z");
        clock.advance(Duration.ofHours(1));
        assertThat(get("/time")).isEqualTo("2026-03-02T10:00:00Z");
        assertThat(fixture.calls()).isEqualTo(2);
    }

    @Test
    void breaksConnectionsOfTheKindOfCallThatIsNamed() throws IOException {
        fixture.inject(Trouble.RESET_BEFORE, CallKind.WRITE, 0, 1);

        assertThat(get("/time")).isNotEmpty();
        assertThatThrownBy(() -> get("/write")).isInstanceOf(IOException.class);
        assertThat(get("/write")).isNotEmpty();
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    void letsTheVendorDoItsWorkBeforeAConnectionBreaksAfterIt() {
        fixture.inject(Trouble.RESET_AFTER, CallKind.WRITE, 0, 1);

        assertThatThrownBy(() -> get("/write")).isInstanceOf(IOException.class);
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    void answersAsAProxyWouldUntilItIsHealed() throws IOException {
        fixture.inject(Trouble.UNAVAILABLE, CallKind.ANY, 0, Trouble.FOR_EVER);
        assertThat(get("/time")).contains("Service Unavailable");

        fixture.heal();

        assertThat(get("/time")).startsWith("2026");
    }

    @Test
    void translatesTheOtherTroublesIntoTheVendorsFaults() throws IOException {
        fixture.inject(Trouble.RATE_LIMITED, CallKind.ANY, 1, 1);

        assertThat(get("/time")).startsWith("2026");
        assertThat(get("/time")).isEqualTo("tired for 7 seconds");
        assertThat(get("/time")).startsWith("2026");
    }

    @Test
    void forgetsWhatItsSetUpDid() throws IOException {
        get("/write");

        fixture.forgetSetUp();

        assertThat(fixture.calls()).isZero();
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void hasAnAddressAtWhichNobodyListens() {
        assertThatThrownBy(() -> getFrom(ClockworkFixture.nowhere())).isInstanceOf(IOException.class);
    }

    private String get(String path) throws IOException {
        return getFrom(fixture.address() + path);
    }

    private String getFrom(String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().string();
        }
    }

    /** A vendor that tells the time. */
    private record Clockwork(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) implements Vendor {
        @Override
        public String name() {
            return "clockwork";
        }

        @Override
        public HttpAnswer answer(HttpCall call) {
            calls.count(call.path());
            Optional<Faults.Fault> tired = faults.take("tired", call);
            if (tired.isPresent()) {
                return HttpAnswer.json(429, "tired for " + tired.get().params().get("seconds") + " seconds");
            }
            if (call.path().equals("/write")) audit.wrote(clock.instant(), "set", "time", "1", Map.of(), false);
            return HttpAnswer.json(200, clock.instant().toString());
        }

        @Override
        public Map<String, Object> state() {
            return Map.of();
        }

        @Override
        public Map<String, String> credentials() {
            return Map.of();
        }

        @Override
        public void set(String key, String value) {
            throw new IllegalArgumentException("no settings");
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public void editByHand(String type, String id, Map<String, String> fields) {
            throw new IllegalArgumentException("no records");
        }

        @Override
        public Map<String, String> record(String type, String id) {
            return Map.of();
        }
    }

    /** A fixture of which only the part that the sandbox serves is used. */
    private static final class ClockworkFixture extends SandboxFixture<Clockwork> {
        ClockworkFixture(ManualClock clock) {
            super(clock, Clockwork::new);
        }

        String address() {
            return url();
        }

        static String nowhere() {
            return unreachableUrl();
        }

        void forgetSetUp() {
            forgetCallsAndWrites();
        }

        @Override
        protected FaultKind faultKind(Trouble trouble) {
            return new FaultKind("tired", Map.of("seconds", "7"));
        }

        @Override
        protected String pattern(CallKind on) {
            return on == CallKind.WRITE ? "/write" : "";
        }

        @Override
        public ConnectionId connection() {
            return new ConnectionId("clockwork");
        }

        @Override
        public Mapping mapping() {
            return new Mapping(Map.of());
        }

        @Override
        public String accountId() {
            return "1";
        }

        @Override
        public CrmAdapter adapter(Mapping mapping, Access access) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public SourceRef add(RecordKind kind, Map<Field, String> values) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public void edit(SourceRef ref, Map<Field, String> values) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public void delete(SourceRef ref) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public SourceRef merge(SourceRef survivor, SourceRef loser) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public String value(SourceRef ref, Field field) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public SourceRef addUser(String email) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public void assign(SourceRef person, SourceRef user) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public Optional<SourceRef> ownerOf(SourceRef person) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public void hide(RecordKind kind, Field field) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public void refuseWritesTo(SourceRef ref) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public void hideAccount() {
            throw new UnsupportedOperationException("a clock is nobody's");
        }

        @Override
        public SourceRef addSeenLate(Map<Field, String> values) {
            throw new UnsupportedOperationException("a clock has no people");
        }

        @Override
        public int callsOfAnIdlePull() {
            return 0;
        }
    }
}
