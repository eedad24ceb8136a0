package io.onefunnel.app.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Wrong passwords")
class FailedSignInsTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final FailedSignIns failed = new FailedSignIns(clock);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) failed.failed(address);
    }

    @Test
    @DisplayName("make their sender wait after ten, and nobody else: an admin is not locked out by others")
    void sender() {
        fail("203.0.113.7", 9);
        assertThat(failed.mustWait("203.0.113.7")).isFalse();
        fail("203.0.113.7", 1);
        assertThat(failed.mustWait("203.0.113.7")).isTrue();
        assertThat(failed.mustWait("198.51.100.1")).isFalse();

        clock.advance(Duration.ofMinutes(5));
        assertThat(failed.mustWait("203.0.113.7")).isFalse();
    }

    @Test
    @DisplayName("are forgotten with the right one")
    void forgotten() {
        fail("203.0.113.7", 9);
        failed.succeeded("203.0.113.7");
        fail("203.0.113.7", 9);
        assertThat(failed.mustWait("203.0.113.7")).isFalse();
    }

    @Test
    @DisplayName("fill no memory, from however many addresses they come")
    void bounded() {
        fail("first", 10);
        for (int i = 0; i < 10_000; i++) fail("address " + i, 1);
        assertThat(failed.mustWait("first")).as("forgotten for later ones").isFalse();
        assertThat(failed.mustWait("address 9999")).isFalse();
    }
}
