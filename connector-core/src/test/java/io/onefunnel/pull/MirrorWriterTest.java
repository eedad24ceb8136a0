package io.onefunnel.pull;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.send.ShelfStore;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Taking pages into the mirror")
class MirrorWriterTest {
    private static final Progress MORE = new Progress.More();
    private static final MirrorWriter.Mark MARK = new MirrorWriter.Mark(
            new Lease("pull/crm", 1), CRM, RecordKind.PERSON, new Mirror.Reach(NOW, Optional.empty()));

    private final ShelfStore.Pages mirror = new ShelfStore().mirror;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Integer> told = new ArrayList<>();
    private Instant now = NOW;
    private final MirrorWriter intake =
            new MirrorWriter(mirror, MARK, () -> now, thread, (changes, stored) -> told.add(changes));

    @AfterEach
    void endTheThread() {
        thread.shutdownNow();
    }

    @Test
    void storesSmallPagesTogetherWithTheCursorOfTheLast() throws InterruptedException {
        take("1", MORE, person("a"));
        take("2", MORE, person("b"));
        intake.settle();

        assertThat(mirror.stored).singleElement().satisfies(page -> {
            assertThat(ids(page)).containsExactly("a", "b");
            assertThat(page.next()).isEqualTo(new Cursor("2"));
        });
        assertThat(told).containsExactly(2);
    }

    @Test
    void storesALargePageAtOnceAndReadsTheNextMeanwhile() throws InterruptedException {
        CountDownLatch nextIsTaken = new CountDownLatch(1);
        mirror.beforeStoring = page -> await(nextIsTaken);
        take("1", MORE, IntStream.range(0, 5_000).mapToObj(i -> person("a" + i)).toArray(Observed[]::new));
        take("2", MORE, person("b"));
        nextIsTaken.countDown();
        intake.settle();

        assertThat(mirror.stored).extracting(Mirror.Page::next).containsExactly(new Cursor("1"), new Cursor("2"));
        assertThat(told).containsExactly(5_000, 1);
    }

    @Test
    void keepsNothingForLongFromASlowVendor() throws InterruptedException {
        take("1", MORE, person("a"));
        now = now.plus(Duration.ofSeconds(5));
        take("2", MORE, person("b"));
        take("3", MORE, person("c"));
        intake.settle();

        assertThat(mirror.stored).extracting(Mirror.Page::next).containsExactly(new Cursor("2"), new Cursor("3"));
    }

    @Test
    void storesWhatItHasBeforeAnybodyWaits() throws InterruptedException {
        take("1", MORE, person("a"));
        take("2", new Progress.Wait(NOW.plusSeconds(60)));
        take("3", MORE, person("b"));
        intake.settle();

        assertThat(mirror.stored).extracting(Mirror.Page::next).containsExactly(new Cursor("2"), new Cursor("3"));
    }

    @Test
    void storesWhatEndsARecordApartAndInItsPlace() throws InterruptedException {
        take("1", MORE, person("a"));
        take("2", MORE, new Observed.Gone(new Change.Deleted(ref("a"), NOW)));
        take("3", MORE, person("a"));
        intake.settle();

        assertThat(mirror.stored)
                .extracting(Mirror.Page::next)
                .containsExactly(new Cursor("1"), new Cursor("2"), new Cursor("3"));
    }

    @Test
    void letsNoPagePassOneThatCouldNotBeStored() throws InterruptedException {
        mirror.beforeStoring = page -> {
            throw new IllegalStateException("the disk is full");
        };
        take("1", new Progress.Wait(NOW), person("a"));
        assertThatThrownBy(() -> take("2", new Progress.Wait(NOW), person("b"))).hasMessage("the disk is full");
        mirror.beforeStoring = page -> {};
        take("3", new Progress.Wait(NOW), person("c"));
        intake.settle();

        assertThat(mirror.stored).isEmpty();
        assertThat(told).isEmpty();
    }

    private void take(String next, Progress progress, Observed... observed) throws InterruptedException {
        intake.take(observed.length, List.of(observed), new Cursor(next), progress);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Observed person(String id) {
        Change.Present raw = new Change.Present(ref(id), "Lead", NOW, Map.of(), Set.of(), Map.of(), List.of());
        return new Observed.Record(raw, new byte[16], Map.of(), List.of());
    }

    private static SourceRef ref(String id) {
        return new SourceRef(CRM, RecordKind.PERSON, id);
    }

    private static List<String> ids(Mirror.Page page) {
        return page.observed().stream()
                .map(observed -> ((Observed.Record) observed).raw().ref().id())
                .toList();
    }
}
