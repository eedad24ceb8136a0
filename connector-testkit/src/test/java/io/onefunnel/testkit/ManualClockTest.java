package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A manual clock")
class ManualClockTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");

    @Test
    void standsStillUntilItIsMovedOn() {
        assertThat(clock.instant()).isEqualTo(clock.instant()).isEqualTo("2026-03-02T09:00:00Z");
        clock.advance(Duration.ofMinutes(90));
        assertThat(clock.instant()).isEqualTo("2026-03-02T10:30:00Z");
    }

    @Test
    void neverRunsBack() {
        clock.advanceTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(clock.instant()).isEqualTo("2026-03-02T09:00:00Z");
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void movesOnToAnInstant() {
        clock.advanceTo(Instant.parse("2026-03-03T00:00:00Z"));
        assertThat(clock).hasToString("2026-03-03T00:00:00Z");
    }
}
