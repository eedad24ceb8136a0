package io.onefunnel.hubspot.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.hubspot.client.ObjectPage;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.pull.PendingIds.Stretch;
import io.onefunnel.hubspot.pull.WindowScan.Rows;
import io.onefunnel.spi.RecordFields;
import io.onefunnel.spi.call.Parallel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A scan of a window")
class WindowScanTest {
    private static final RecordFields NOTHING = new RecordFields(new RecordFields.Names(List.of()), new String[0]);

    private final Parallel parallel = Parallel.unlimited("test");
    private final NavigableSet<Long> window = new ConcurrentSkipListSet<>();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        parallel.close();
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {0, 1, 199, 200, 201, 1_000, 1_001, 2_400, 9_999, 12_000, 20_000})
    @DisplayName("reads every row once, by no more calls than its pages need")
    void aStableWindowCostsItsPages(int rows) {
        fill(rows, 7);

        List<Long> read = readAll(scan(PendingIds.everything()));

        assertThat(read).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(read)).isEqualTo(window);
        assertThat(calls.get()).isEqualTo(Math.max(1, (rows + 199) / 200));
    }

    @Test
    @DisplayName("asks once to learn that nothing changed")
    void anEmptyWindowIsOneCall() {
        Rows rows = scan(PendingIds.everything()).next(false);

        assertThat(rows.unread()).isEmpty();
        assertThat(calls.get()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("loses no row that stays, while others come and go between its calls")
    void rowsThatMoveHideNobody(long seed) {
        fill(15_000, seed);
        Random random = new Random(seed);
        List<Long> all = new ArrayList<>(window);
        Set<Long> moving = new TreeSet<>();
        while (moving.size() < 4_000) moving.add(all.get(random.nextInt(all.size())));
        List<Long> leaving = new ArrayList<>(moving);
        AtomicInteger next = new AtomicInteger();
        WindowScan scan = new WindowScan(
                (above, below, offset) -> {
                    // A record that is changed again leaves the window: the next one reads it.
                    for (int i = 0; i < 30; i++) {
                        int at = next.getAndIncrement();
                        if (at < leaving.size()) window.remove(leaving.get(at));
                    }
                    return page(above, below, offset);
                },
                parallel,
                PendingIds.everything());

        List<Long> read = readAll(scan);

        all.removeAll(moving);
        assertHolds(read, all);
    }

    @ParameterizedTest(name = "stopped after {0} deliveries")
    @CsvSource({"1", "3", "7"})
    @DisplayName("goes on by another scan from what was unread at any delivery")
    void anyDeliveryCanBeTheLast(int deliveries) {
        fill(20_000, 11);
        List<Long> read = new ArrayList<>();
        List<Stretch> unread = PendingIds.everything();
        WindowScan first = scan(unread);
        for (int i = 0; i < deliveries; i++) {
            Rows rows = first.next(true);
            read.addAll(ids(rows));
            unread = rows.unread();
        }

        read.addAll(readAll(scan(unread)));

        assertHolds(read, window);
    }

    @Test
    @DisplayName("reads everything although the vendor does not take offsets for what they are")
    void ignoredOffsetsCostCallsAndNoRows() {
        fill(9_000, 3);
        WindowScan scan =
                new WindowScan((above, below, offset) -> page(above, below, 0), parallel, PendingIds.everything());

        assertHolds(readAll(scan), window);
    }

    @Test
    @DisplayName("never asks beyond the ten thousand results that a search shows")
    void offsetsStayBelowTheCap() {
        fill(25_000, 5);
        AtomicInteger farthest = new AtomicInteger();
        WindowScan scan = new WindowScan(
                (above, below, offset) -> {
                    farthest.accumulateAndGet(offset, Math::max);
                    return page(above, below, offset);
                },
                parallel,
                PendingIds.everything());

        readAll(scan);

        assertThat(farthest.get()).isPositive().isLessThanOrEqualTo(9_800);
    }

    @Test
    @DisplayName("ends with the vendor's refusal, after the rows that came before it")
    void aFailureIsTold() {
        fill(5_000, 2);
        WindowScan scan = new WindowScan(
                (above, below, offset) -> {
                    if (calls.incrementAndGet() > 1) throw new IllegalStateException("refused");
                    return page(above, below, offset);
                },
                parallel,
                PendingIds.everything());

        assertThatThrownBy(() -> readAll(scan)).hasMessage("refused");
    }

    private WindowScan scan(List<Stretch> unread) {
        return new WindowScan(
                (above, below, offset) -> {
                    calls.incrementAndGet();
                    return page(above, below, offset);
                },
                parallel,
                unread);
    }

    private ObjectPage page(long above, long below, int offset) {
        List<Long> matches = new ArrayList<>(window.subSet(above, false, below, false));
        List<VendorObject> rows = matches.stream()
                .skip(offset)
                .limit(200)
                .map(id -> new VendorObject(
                        Long.toString(id), Instant.EPOCH, Optional.empty(), NOTHING, Map.of(), List.of()))
                .toList();
        return new ObjectPage(rows, List.of(), Optional.empty(), List.of(), matches.size());
    }

    /** Ids as portals have them: old small ones, and new ones a million times as large. */
    private void fill(int rows, long seed) {
        Random random = new Random(seed);
        while (window.size() < rows) {
            window.add(random.nextBoolean() ? 1 + random.nextInt(2_000_000) : 100_000_000_000L + random.nextInt());
        }
    }

    /** That none is missing, by sets: a list would be searched from its beginning for each of thousands. */
    private static void assertHolds(List<Long> read, Collection<Long> wanted) {
        Set<Long> missing = new TreeSet<>(wanted);
        missing.removeAll(new HashSet<>(read));
        assertThat(missing).isEmpty();
    }

    private static List<Long> readAll(WindowScan scan) {
        List<Long> read = new ArrayList<>();
        Rows rows;
        do {
            rows = scan.next(!read.isEmpty());
            read.addAll(ids(rows));
        } while (!rows.unread().isEmpty());
        return read;
    }

    private static List<Long> ids(Rows rows) {
        return rows.pages().stream()
                .flatMap(page -> page.objects().stream())
                .map(object -> Long.parseLong(object.id()))
                .toList();
    }
}
