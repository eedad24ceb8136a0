package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.CannedOrg;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.SalesforceAdapterFactory;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Credentials;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.account.GuardedAdapter;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, staying signed in, and never into another org. */
class AuthenticationTest {
    private static final String EMPTY =
            "<result xsi:type=\"QueryResult\"><done>true</done><queryLocator xsi:nil=\"true\"/><size>0</size></result>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key: 00D!x",
                "Session expired or invalid"
            })
    void aSessionThatIsFoundDeadIsRenewedOnceWhateverTheTextSays(String text) {
        Set<String> dead = ConcurrentHashMap.newKeySet();
        dead.add("token1");
        try (PlainClient plain = new PlainClient(request -> isDead(dead, request)
                ? PlainVendor.fault("INVALID_SESSION_ID", text)
                : PlainVendor.soap("query", EMPTY))) {
            plain.client.read("query Lead", soap -> soap.query("SELECT Id FROM Lead"));

            assertThat(plain.vendor.tokens()).hasSize(2);
            assertThat(plain.vendor.soap()).hasSize(2);
            assertThat(plain.pauses).isEmpty();
        }
    }

    @Test
    void aDeadSessionIsRenewedForRestToo() {
        Set<String> dead = ConcurrentHashMap.newKeySet();
        dead.add("token1");
        try (PlainClient plain = new PlainClient(request -> dead.stream()
                        .anyMatch(token -> request.headers()
                                .getOrDefault("Authorization", "")
                                .endsWith(token))
                ? PlainVendor.rest(401, "INVALID_SESSION_ID", "Session expired or invalid")
                : PlainVendor.Answer.json(200, "{}"))) {
            plain.client.rest("limits", "GET", "/services/data/v65.0/limits", null);

            assertThat(plain.vendor.tokens()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_SESSION_ID", "INVALID_AUTH_HEADER"})
    void aNewSessionThatIsRefusedAsWellIsAPolicyForAnAdmin(String code) {
        try (PlainClient plain = new PlainClient(request -> request.isSoap()
                ? PlainVendor.fault("INVALID_SESSION_ID", "Illegal Session. key 00D000000000001!token1")
                : PlainVendor.rest(401, code, "no"))) {
            AdapterException refused = code.equals("INVALID_AUTH_HEADER")
                    ? refusal(() -> plain.client.rest("limits", "GET", "/services/data/v65.0/limits", null))
                    : refusal(() -> plain.client.read("query Lead", soap -> soap.query("SELECT Id FROM Lead")));

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
            assertThat(refused)
                    .hasMessageContaining("IP relaxation")
                    .hasMessageContaining("session settings")
                    .hasMessageContaining("My Domain");
            assertThat(refused.getMessage()).doesNotContain("00D000000000001!");
            assertThat(plain.vendor.tokens()).hasSize(2);
        }
    }

    @Test
    void manyThreadsThatFindTheSessionDeadSignInOnce() throws Exception {
        Set<String> dead = ConcurrentHashMap.newKeySet();
        try (PlainClient plain = new PlainClient(request -> isDead(dead, request)
                ? PlainVendor.fault("INVALID_SESSION_ID", "Session expired or invalid")
                : PlainVendor.soap("query", EMPTY))) {
            plain.client.orgId();
            dead.add("token1");
            int threads = 8;
            CyclicBarrier start = new CyclicBarrier(threads);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<Integer>> answers = new ArrayList<>();
            Callable<Integer> call = () -> {
                start.await();
                return plain.client.read(
                        "query Lead", soap -> soap.query("SELECT Id FROM Lead").getSize());
            };
            for (int i = 0; i < threads; i++) answers.add(pool.submit(call));
            for (Future<Integer> answer : answers) assertThat(answer.get()).isZero();
            pool.shutdown();

            assertThat(plain.vendor.tokens()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid_grant|user hasn't approved this consumer|pre-authorized",
                "invalid_grant|audience is invalid|https://test.salesforce.com",
                "invalid_grant|expired authorization code|NTP",
                "invalid_grant|expired access/refresh token|authorise the app again",
                "invalid_grant|invalid assertion|certificate",
                "invalid_grant|user is locked|unlock",
                "invalid_grant|authentication failure|login history",
                "invalid_grant|ip restricted or invalid login hours|IP ranges",
                "invalid_grant|no client credentials user enabled|run-as user",
                "invalid_client|invalid client credentials|client-secret",
                "invalid_client_id|client identifier invalid|client-id",
                "inactive_user|user is inactive|activate",
                "inactive_org|organization is inactive|closed or suspended",
                "unsupported_grant_type|grant type not supported|allow this flow",
            })
    void aRefusedSignInSaysWhatToChange(String error, String description, String advice) {
        String body = "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}";
        try (PlainClient plain = new PlainClient(
                request -> PlainVendor.soap("query", EMPTY), vendor -> PlainVendor.Answer.json(400, body))) {
            AdapterException refused = refusal(plain.client::orgId);

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
            assertThat(refused).hasMessageContaining(description).hasMessageContaining(advice);
            assertThat(plain.vendor.tokens()).hasSize(1);
        }
    }

    @Test
    void aTokenEndpointThatIsAskedTooOftenIsAskedAgainLater() {
        String body = "{\"error\":\"rate_limit_exceeded\",\"error_description\":\"too many\"}";
        try (PlainClient plain = new PlainClient(
                request -> PlainVendor.soap("query", EMPTY), vendor -> PlainVendor.Answer.json(400, body))) {
            assertThat(refusal(plain.client::orgId).code()).isEqualTo(AdapterErrorCode.RATE_LIMITED);
            assertThat(plain.pauses).hasSize(4);
        }
    }

    @Test
    void aRefreshTokenThatWasReplacedIsUsedByTheNextProcess() {
        assertThat(refreshTokensUsed(used -> "\"next" + used + "\"")).containsExactly("first", "next1", "next2");
    }

    @Test
    void aRefreshTokenThatIsNamedAndNullLeavesTheOneInUse() {
        assertThat(refreshTokensUsed(used -> "null")).containsExactly("first", "first", "first");
    }

    /** By three processes, one after the other. */
    private static List<String> refreshTokensUsed(IntFunction<String> granted) {
        List<String> used = new ArrayList<>();
        PlainVendor[] made = new PlainVendor[1];
        made[0] = new PlainVendor(request -> {
            if (!request.isToken()) return PlainVendor.soap("query", EMPTY);
            used.add(request.body().replaceAll(".*refresh_token=([^&]*).*", "$1"));
            String answer = made[0].token().body();
            return PlainVendor.Answer.json(
                    200, answer.replace("{", "{\"refresh_token\":" + granted.apply(used.size()) + ","));
        });
        try (PlainVendor vendor = made[0]) {
            ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
            AdapterContext context = new AdapterContext(clock, time -> {}, (operation, took, outcome) -> {});
            ConnectionSettings settings = new ConnectionSettings(
                    new ConnectionId("salesforce"),
                    OptionValues.parse(
                            SalesforceOptions.ALL,
                            Map.of("url", vendor.url(), "grant", "refresh-token", "client-id", "3MVG9")),
                    Map.of("client-secret", () -> "secret", "refresh-token", () -> "first"),
                    new Mapping(Map.of()));
            for (int process = 0; process < 3; process++) {
                DailyQuota quota = new DailyQuota(settings.id(), 0.2, Long.MAX_VALUE, clock);
                try (HttpRequests http = new HttpRequests()) {
                    new SalesforceClient(
                                    settings.id(),
                                    new Sessions(settings, Use.READ, http, context, quota),
                                    http,
                                    context,
                                    quota)
                            .orgId();
                }
            }
        }
        return used;
    }

    @Test
    void aSandboxIsRefusedWhereProductionIsDemanded() {
        try (SandboxOrg sandbox = new SandboxOrg()) {
            sandbox.org.set("isSandbox", "true");
            CrmAdapter adapter = guarded(
                    sandbox.adapter(Map.of("environment", "production")),
                    sandbox.settings(sandbox.url(), SandboxOrg.mapping(), Map.of()));

            AdapterException refused = refusal(() -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING));

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.WRONG_ACCOUNT);
            assertThat(refused).hasMessageContaining("is a sandbox org").hasMessageContaining("demands production");
        }
    }

    @Test
    void credentialsForWritingThatLeadToAnotherOrgWriteNothing() {
        try (SandboxOrg reading = new SandboxOrg();
                SandboxOrg other = new SandboxOrg()) {
            other.poseAs("00D000000000002AAA");
            String lead = reading.lead("Lovelace");
            OptionValues elsewhere = OptionValues.parse(SalesforceOptions.ALL, Map.of("url", other.url()));
            ConnectionSettings shared = reading.settings(reading.url(), SandboxOrg.mapping(), Map.of());
            ConnectionSettings settings = new ConnectionSettings(
                    shared.id(),
                    shared.options(),
                    shared.secrets(),
                    shared.mapping(),
                    Map.of(Use.WRITE, new Credentials(elsewhere, Map.of())));
            try (CrmAdapter adapter =
                    guarded(new SalesforceAdapterFactory().create(settings, reading.context()), settings)) {
                SourceRef ref = new SourceRef(SandboxOrg.CONNECTION, RecordKind.PERSON, lead);
                SetFields score = new SetFields("i1", ref, Map.of(Field.OF_SCORE, "50"), Map.of());

                AdapterException refused = refusal(
                        () -> adapter.writer(SetFields.class).orElseThrow().write(List.of(score)));

                assertThat(refused.code()).isEqualTo(AdapterErrorCode.WRONG_ACCOUNT);
                assertThat(refused).hasMessageContaining("writing").hasMessageContaining("00D000000000002AAA");
                assertThat(adapter.read(List.of(ref))).hasSize(1);
                assertThat(other.calls("update")).isZero();
            }
        }
    }

    @Test
    void anOrgThatDoesNotSayWhoItIsIsNoAccount() {
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("queryAll", EMPTY))) {
            AdapterException refused = refusal(plain.access()::account);

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(refused).hasMessageContaining("Organization.Id is empty");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"001000000000001AAA", "00D", "00D00000000001", "0", "00D000000000001AAAA", "null"})
    void whatIsNoIdOfAnOrgIsNoAccount(String id) {
        try (PlainClient plain = new PlainClient(request -> new PlainVendor.Answer(
                200, "text/xml", CannedOrg.organization(id).body(), Map.of()))) {
            AdapterException refused = refusal(plain.access()::account);

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(refused).hasMessageContaining("Organization.Id is no id of an org");
        }
    }

    @Test
    void aTokenOfAnotherOrgThanTheOneThatAnswersIsRefused() {
        try (PlainClient plain = new PlainClient(request -> new PlainVendor.Answer(
                200, "text/xml", CannedOrg.organization("00D000000000002AAA").body(), Map.of()))) {
            AdapterException refused = refusal(plain.access()::account);

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.WRONG_ACCOUNT);
            assertThat(refused).hasMessageContaining("org 00D000000000002AAA answers");
        }
    }

    /** As the application has it, while the connection is not pinned. */
    private static CrmAdapter guarded(CrmAdapter adapter, ConnectionSettings settings) {
        return new GuardedAdapter(adapter, settings, Optional::empty);
    }

    private static boolean isDead(Set<String> dead, PlainVendor.Request request) {
        return dead.stream().anyMatch(token -> request.body().contains("!" + token + "<"));
    }

    private static AdapterException refusal(Runnable call) {
        AdapterException refused = catchThrowableOfType(AdapterException.class, call::run);
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
