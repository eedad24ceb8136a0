package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rate of calls")
class RateLimiterTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void letsAWholeWindowOfCallsGoRightAway() {
        RateLimiter rate = new RateLimiter(100);
        for (int i = 0; i < 100; i++) assertThat(call(rate, NOON)).isZero();

        assertThat(rate.enter(NOON.plusSeconds(5))).isEqualTo(Duration.ofSeconds(15));
        assertThat(rate.enter(NOON.plusSeconds(20))).isZero();
    }

    @Test
    void countsACallFromWhenItMustHaveArrived() {
        RateLimiter rate = new RateLimiter(2);
        assertThat(rate.enter(NOON)).isZero();
        assertThat(call(rate, NOON)).isZero();
        rate.leave(NOON, NOON.plusSeconds(3));

        assertThat(call(rate, NOON.plusSeconds(20))).isZero();
        assertThat(rate.enter(NOON.plusSeconds(20))).isEqualTo(RateLimiter.LONGEST_WAY);
    }

    @Test
    void neverExceedsTheWindowAtWhateverInstantTheVendorCounts() {
        RateLimiter rate = new RateLimiter(5);
        Instant now = NOON;
        Instant[] sent = new Instant[200];
        Instant[] answered = new Instant[200];
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            for (Duration wait = rate.enter(now); !wait.isZero(); wait = rate.enter(now)) now = now.plus(wait);
            sent[i] = now;
            now = now.plusMillis(random.nextInt(900));
            answered[i] = now;
            rate.leave(sent[i], now);
            if (i < 5) continue;
            Instant latest = sent[i - 5].plus(RateLimiter.LONGEST_WAY);
            Instant arrived = answered[i - 5].isBefore(latest) ? answered[i - 5] : latest;
            assertThat(Duration.between(arrived, sent[i])).isGreaterThanOrEqualTo(RateLimiter.WINDOW);
        }
    }

    @Test
    void staysClosedForEverybodyAfterOthersUsedItUp() {
        RateLimiter rate = new RateLimiter(100);
        rate.closeUntil(NOON.plusSeconds(20));

        assertThat(rate.enter(NOON.plusSeconds(1))).isEqualTo(Duration.ofSeconds(19));
        assertThat(rate.enter(NOON.plusSeconds(20))).isZero();
    }

    private static Duration call(RateLimiter rate, Instant at) {
        Duration wait = rate.enter(at);
        if (wait.isZero()) rate.leave(at, at);
        return wait;
    }
}
