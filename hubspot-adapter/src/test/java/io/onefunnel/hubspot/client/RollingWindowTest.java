package io.onefunnel.hubspot.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.hubspot.client.RollingWindow.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A rolling window")
class RollingWindowTest {
    private record Event(long at, Runnable what) {}

    /** What a vendor counted of everybody who was let through as fast as the window allowed. */
    private record Vendor(List<Long> counted) {
        int mostIn(long window) {
            int most = 0;
            int first = 0;
            List<Long> sorted = counted.stream().sorted().toList();
            for (int last = 0; last < sorted.size(); last++) {
                while (sorted.get(last) - sorted.get(first) >= window) first++;
                most = Math.max(most, last - first + 1);
            }
            return most;
        }

        double perSecond() {
            List<Long> sorted = counted.stream().sorted().toList();
            return (sorted.size() - 1) * 1_000.0 / (sorted.get(sorted.size() - 1) - sorted.get(0));
        }
    }

    /** Plays calls whose way to the vendor takes a few milliseconds, and sometimes many. */
    private static Vendor play(RollingWindow window, int calls, int parallel, long latency, int jitter, long seed) {
        return play(window, calls, parallel, latency, jitter, 0, seed);
    }

    /** @param queueing how much longer the way is for each call that is under way before it */
    private static Vendor play(
            RollingWindow window, int calls, int parallel, long latency, int jitter, int queueing, long seed) {
        return play(window, calls, parallel, latency, jitter, queueing, seed, 0);
    }

    private static Vendor play(
            RollingWindow window,
            int calls,
            int parallel,
            long latency,
            int jitter,
            int queueing,
            long seed,
            long begin) {
        Random random = new Random(seed);
        List<Long> counted = new ArrayList<>();
        PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
        int[] left = {calls};
        int[] underWay = {0};
        long[] now = {begin};
        Runnable[] lane = new Runnable[1];
        lane[0] = () -> {
            if (left[0] == 0) return;
            Optional<Turn> turn = window.take(now[0]);
            if (turn.isEmpty()) {
                events.add(new Event(now[0] + window.untilFree(now[0]), lane[0]));
                return;
            }
            left[0]--;
            turn.get().sent(now[0]);
            long way = 1
                    + (long) queueing * underWay[0]++
                    + (random.nextInt(10) == 0 ? random.nextInt(jitter) : random.nextInt(3));
            long arrives = now[0] + way;
            counted.add(arrives);
            long answered = arrives + latency;
            events.add(new Event(answered, () -> {
                turn.get().ended(now[0]);
                underWay[0]--;
                lane[0].run();
            }));
        };
        for (int i = 0; i < parallel; i++) events.add(new Event(begin, lane[0]));
        while (!events.isEmpty()) {
            Event next = events.remove();
            now[0] = next.at();
            next.what().run();
        }
        return new Vendor(counted);
    }

    @ParameterizedTest(name = "{0} ms latency, seed {1}")
    @CsvSource({"50, 1", "50, 2", "200, 3", "200, 4", "800, 5", "800, 6"})
    @DisplayName("of searches never shows the vendor a sixth in a second, and keeps 95 % of the five")
    void searchesStayBelowTheLimitAndNearIt(long latency, long seed) {
        Vendor vendor = play(new RollingWindow(5, 1_000, 50, 250), 1_000, 8, latency, 40, seed);

        assertThat(vendor.mostIn(1_000)).isLessThanOrEqualTo(5);
        assertThat(vendor.perSecond()).isGreaterThan(0.95 * 5);
    }

    @ParameterizedTest(name = "{0} ms latency, seed {1}")
    @CsvSource({"50, 1", "200, 2", "800, 3", "800, 4"})
    @DisplayName("of calls never shows the vendor more than 190 in ten seconds, and keeps 95 % of them")
    void callsStayBelowTheLimitAndNearIt(long latency, long seed) {
        Vendor vendor = play(new RollingWindow(190, 10_000, 490, 1_000), 3_800, 32, latency, 150, seed);

        assertThat(vendor.mostIn(10_000)).isLessThanOrEqualTo(190);
        assertThat(vendor.perSecond()).isGreaterThan(0.95 * 19);
    }

    @ParameterizedTest(name = "{0} ms latency, seed {1}")
    @CsvSource({"50, 1", "200, 2", "800, 3"})
    @DisplayName("bears a vendor that comes to count a call half a second late when many come together")
    void aSlowVendorIsNotOverrun(long latency, long seed) {
        Vendor vendor = play(new RollingWindow(190, 10_000, 490, 1_000), 3_800, 32, latency, 20, 15, seed);

        assertThat(vendor.mostIn(10_000)).isLessThanOrEqualTo(190);
    }

    @Test
    @DisplayName("goes on at full pace soon after the network has become slower for good")
    void aSlowerNetworkIsNoJitter() {
        RollingWindow window = new RollingWindow(5, 1_000, 50, 250);
        play(window, 50, 1, 5, 2, 1);
        // A clock that begins anew would be earlier than what the window knows.
        Vendor slower = play(window, 1_000, 8, 800, 2, 0, 2, 60_000);

        assertThat(slower.perSecond()).isGreaterThan(0.95 * 5);
    }

    @Test
    @DisplayName("lets as many through at once as the vendor allows")
    void aBurstIsAllowed() {
        RollingWindow window = new RollingWindow(190, 10_000, 490, 1_000);

        for (int i = 0; i < 190; i++) assertThat(window.take(1_000)).isPresent();

        assertThat(window.take(1_000)).isEmpty();
    }

    @Test
    @DisplayName("leaves others what they use, and takes it back when they stop")
    void othersAreMadeRoomFor() {
        RollingWindow window = new RollingWindow(190, 10_000, 490, 1_000);
        Turn turn = window.take(0).orElseThrow();

        window.vendorSays(turn, 190, 89);
        assertThat(window.most()).isEqualTo(90);

        window.vendorSays(window.take(20).orElseThrow(), 190, 188);
        assertThat(window.most()).isEqualTo(190);
    }

    @Test
    @DisplayName("follows the limit of a smaller portal, and never passes the one that was configured")
    void theSmallerLimitCounts() {
        RollingWindow window = new RollingWindow(190, 10_000, 490, 1_000);

        window.vendorSays(window.take(0).orElseThrow(), 100, 99);
        assertThat(window.most()).isEqualTo(100);

        window.vendorSays(window.take(0).orElseThrow(), 250, 248);
        assertThat(window.most()).isEqualTo(190);
    }

    @Test
    @DisplayName("takes no calls of ours for somebody else's, however many are under way")
    void ourOwnCallsAreNotTheOthers() {
        RollingWindow window = new RollingWindow(190, 10_000, 490, 1_000);
        Turn first = window.take(0).orElseThrow();
        for (int i = 0; i < 50; i++) assertThat(window.take(0)).isPresent();

        window.vendorSays(first, 190, 139);

        assertThat(window.most()).isEqualTo(190);
    }

    @Test
    @DisplayName("lets nobody through while the vendor's refusal lasts")
    void aRefusalClosesIt() {
        RollingWindow window = new RollingWindow(190, 10_000, 490, 1_000);
        window.close(10_000);

        assertThat(window.take(9_999)).isEmpty();
        assertThat(window.untilFree(4_000)).isEqualTo(6_000);
        assertThat(window.take(10_000)).isPresent();
    }
}
