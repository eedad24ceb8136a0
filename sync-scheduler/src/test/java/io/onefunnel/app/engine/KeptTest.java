package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A figure that is kept")
class KeptTest {
    private final AtomicInteger counts = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();

    @Test
    @DisplayName("is none before the first count, and looking at it counts nothing")
    void nothingAtFirst() {
        Kept<Integer> kept = new Kept<>(counts::incrementAndGet);
        assertThat(kept.latest()).isEmpty();
        assertThat(counts).hasValue(0);
    }

    @Test
    @DisplayName("is counted whenever it is asked for while that is cheap")
    void cheap() {
        Kept<Integer> kept = new Kept<>(counts::incrementAndGet);
        assertThat(kept.get()).isEqualTo(1);
        assertThat(kept.get()).isEqualTo(2);
        assertThat(kept.latest()).contains(2);
    }

    @Test
    @DisplayName("stays what it was for sixty times as long as counting took")
    void dear() {
        Duration took = Duration.ofMillis(300);
        Kept<Integer> kept = new Kept<>(
                () -> {
                    now.addAndGet(took.toNanos());
                    return counts.incrementAndGet();
                },
                now::get);
        assertThat(kept.get()).isEqualTo(1);
        now.addAndGet(took.multipliedBy(60).toNanos() - 1);
        for (int i = 0; i < 100; i++) assertThat(kept.get()).isEqualTo(1);
        kept.refresh();
        assertThat(counts).hasValue(1);

        now.incrementAndGet();
        assertThat(kept.get()).as("what is kept, while it is counted again").isEqualTo(1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(kept.latest()).contains(2));
    }

    @Test
    @DisplayName("is counted beside the work, once at a time, whoever asks meanwhile")
    void beside() {
        CountDownLatch go = new CountDownLatch(1);
        Kept<Integer> kept = new Kept<>(() -> {
            wait(go);
            return counts.incrementAndGet();
        });
        for (int i = 0; i < 10; i++) kept.refresh();
        assertThat(kept.latest()).isEmpty();
        go.countDown();
        await().atMost(Duration.ofSeconds(10)).until(() -> kept.latest().isPresent());
        await().during(Duration.ofMillis(100)).until(() -> counts.get() == 1);
    }

    @Test
    @DisplayName("is what it was when counting fails beside the work, and fails whoever waits for the first count")
    void fails() {
        Kept<Integer> kept = new Kept<>(() -> {
            if (counts.incrementAndGet() != 2) throw new IllegalStateException("no store");
            return 7;
        });
        assertThatThrownBy(kept::get).hasMessage("no store");
        assertThat(kept.get()).isEqualTo(7);
        kept.refresh();
        await().atMost(Duration.ofSeconds(10)).until(() -> counts.get() == 3);
        assertThat(kept.latest()).contains(7);
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
