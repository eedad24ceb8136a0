package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.PlainVendor.Answer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the token endpoint says, where the org lives afterwards, and how long a session lasts. */
class SignInTest {
    private static final String QUERY = "SELECT Id FROM Lead";
    private static final String EMPTY =
            "<result xsi:type=\"QueryResult\"><done>true</done><queryLocator xsi:nil=\"true\"/><size>0</size></result>";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app_not_found | External client app is not installed in this org | CREDENTIALS_REFUSED | 1 | install",
                "OAUTH_APPROVAL_ERROR_GENERIC | An unexpected error has occured during authentication |"
                        + " CREDENTIALS_REFUSED | 1 | Connected Apps OAuth Usage",
                "invalid_grant | login rate exceeded | RATE_LIMITED | 5 | which other programs sign in",
                "LOGIN_RATE_EXCEEDED | login rate exceeded | RATE_LIMITED | 5 | which other programs sign in",
                "unknown_error | retry your request | VENDOR_UNAVAILABLE | 5 | retry your request",
                "server_error | try later | VENDOR_UNAVAILABLE | 5 | try later",
                "unauthorized_client | no | CREDENTIALS_REFUSED | 1 | policies of the connected app",
                "something_new | who knows | UNEXPECTED_RESPONSE | 3 | something_new"
            })
    void whatPassesIsTriedAgainAndTheRestComesWithAdvice(
            String error, String description, AdapterErrorCode code, int attempts, String advice) {
        Answer answer = Answer.json(400, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("query", EMPTY), vendor -> answer)) {
            AdapterException refused = refusal(plain);

            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused).hasMessageContaining(advice);
            assertThat(plain.vendor.tokens()).hasSize(attempts);
            assertThat(plain.vendor.soap()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, <html>Sign in</html>, UNEXPECTED_RESPONSE, not Salesforce's answer (text/html",
        "200, application/json, {}, UNEXPECTED_RESPONSE, has no access_token",
        "200, application/json, {\"access_tok, UNEXPECTED_RESPONSE, not Salesforce's answer (application/json",
        "401, application/json, [], CREDENTIALS_REFUSED, refuses the sign-in",
        "403, text/html, <html>No</html>, UNEXPECTED_RESPONSE, check url"
    })
    void anAnswerThatIsNoneIsNotCalledASessionThatExpired(
            int status, String type, String body, AdapterErrorCode code, String words) {
        Answer answer = new Answer(status, type, body, Map.of());
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("query", EMPTY), vendor -> answer)) {
            AdapterException refused = refusal(plain);

            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused).hasMessageContaining(words);
        }
    }

    @Test
    void anOrgThatWasMovedIsFoundByOneSignIn() {
        try (PlainVendor now = new PlainVendor(request -> PlainVendor.soap("query", EMPTY));
                PlainVendor before = new PlainVendor(request -> PlainVendor.soap("query", EMPTY));
                PlainClient plain = new PlainClient(
                        request -> PlainVendor.soap("query", EMPTY),
                        login -> token(login, login.tokens().size() == 1 ? before : now))) {
            plain.client.query("query Lead", QUERY);
            before.close();

            plain.client.query("query Lead", QUERY);
            plain.client.query("query Lead", QUERY);

            assertThat(before.requests).hasSize(1);
            assertThat(now.requests).hasSize(2);
            assertThat(plain.vendor.tokens()).hasSize(2);
            // A connection kept from before ends first; only then is nobody found.
            assertThat(plain.pauses).hasSizeLessThan(2);
        }
    }

    @Test
    void anOrgWhoseOldAddressRedirectsIsFoundByOneSignIn() {
        try (PlainVendor now = new PlainVendor(request -> PlainVendor.soap("query", EMPTY));
                PlainVendor before = new PlainVendor(
                        request -> new Answer(301, "text/html", "", Map.of("Location", "https://na99.example.org/")));
                PlainClient plain = new PlainClient(
                        request -> PlainVendor.soap("query", EMPTY),
                        login -> token(login, login.tokens().size() == 1 ? before : now))) {
            plain.client.query("query Lead", QUERY);

            assertThat(before.requests).hasSize(1);
            assertThat(now.requests).hasSize(1);
        }
    }

    @Test
    void anOrgThatIsAwayAndHasNotMovedIsStillUnreachableAfterOneMoreSignIn() {
        try (PlainVendor only = new PlainVendor(request -> PlainVendor.soap("query", EMPTY));
                PlainClient plain =
                        new PlainClient(request -> PlainVendor.soap("query", EMPTY), login -> token(login, only))) {
            plain.client.query("query Lead", QUERY);
            String gone = only.host();
            only.close();

            AdapterException refused = refusal(plain);

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
            assertThat(refused).hasMessageContaining(gone);
            assertThat(plain.vendor.tokens()).hasSize(2);
        }
    }

    @Test
    void whereNobodyCanBeAskedTheHostThatIsGoneIsNamed() {
        try (PlainVendor only = new PlainVendor(request -> PlainVendor.soap("query", EMPTY));
                PlainClient plain =
                        new PlainClient(request -> PlainVendor.soap("query", EMPTY), login -> token(login, only))) {
            plain.client.query("query Lead", QUERY);
            String gone = only.host();
            only.close();
            plain.vendor.close();

            assertThat(refusal(plain)).hasMessageContaining(gone);
        }
    }

    @Test
    void howLongASessionLastsIsLearnedFromTheFirstFault() {
        ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
        ShortSessions org = new ShortSessions(clock);
        try (PlainClient plain = new PlainClient(clock, org::answer, org::token)) {
            for (int hour = 0; hour < 6; hour++) {
                plain.client.query("query Lead", QUERY);
                clock.advance(Duration.ofHours(1));
            }

            // The session is over after half an hour: one fault, and no other.
            assertThat(org.faults).isEqualTo(1);
            assertThat(plain.vendor.tokens()).hasSize(6);
        }
    }

    /** An org that ends a session half an hour after its last call. */
    private static final class ShortSessions {
        private final ManualClock clock;
        private Instant last = Instant.MAX;
        private int faults;

        ShortSessions(ManualClock clock) {
            this.clock = clock;
        }

        Answer token(PlainVendor vendor) {
            last = clock.instant();
            return vendor.token();
        }

        Answer answer(PlainVendor.Request request) {
            if (last.plus(Duration.ofMinutes(30)).isBefore(clock.instant())) {
                faults++;
                return PlainVendor.fault("INVALID_SESSION_ID", "Session expired or invalid");
            }
            last = clock.instant();
            return PlainVendor.soap("query", EMPTY);
        }
    }

    private static Answer token(PlainVendor login, PlainVendor instance) {
        Answer granted = login.token();
        return Answer.json(
                200,
                granted.body()
                        .replace(
                                "\"instance_url\":\"" + login.url() + "\"",
                                "\"instance_url\":\"" + instance.url() + "\""));
    }

    private static AdapterException refusal(PlainClient plain) {
        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> plain.client.query("query Lead", QUERY));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
