package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Readiness;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The portal behind a token")
class AccountTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final PortalFixture fixture = new PortalFixture(
            clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}), false);

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"portalId\":null,\"timeZone\":\"Europe/Berlin\"}",
                "{\"portalId\":\"\",\"accountType\":\"STANDARD\"}",
                "{\"portalId\":0,\"accountType\":\"STANDARD\"}",
                "{\"portalId\":-5,\"accountType\":\"STANDARD\"}",
                "{\"portalId\":424242.0,\"accountType\":\"STANDARD\"}",
                "{\"portalId\":true,\"accountType\":\"STANDARD\"}",
                "{\"portalId\":{\"id\":1},\"accountType\":\"STANDARD\"}",
                "{\"status\":\"error\",\"message\":\"none\"}"
            })
    @DisplayName("is not named by an answer without its id, and is nobody's account then")
    void isNotNamedByAnAnswerWithoutItsId(String answer) {
        fixture.answerAboutTheAccount(answer);
        try (CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT)) {
            AdapterException refused = catchThrowableOfType(AdapterException.class, () -> adapter.account(Use.WRITE));
            Readiness found = adapter.check();

            assertThat(refused).as("refusal").isNotNull();
            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(refused).hasMessageContaining("portalId");
            assertThat(found.accountId()).isEmpty();
            assertThat(found.usable()).isFalse();
            assertThat(found.problems())
                    .anyMatch(problem -> problem.code() == AdapterErrorCode.UNEXPECTED_RESPONSE
                            && problem.what().contains("portalId"));
        }
    }
}
