package io.onefunnel.spi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTest {
    private final Parallel parallel = Parallel.unlimited("vendor");

    @AfterEach
    void close() {
        // A test that interrupts its thread leaves no mark on the next.
        Thread.interrupted();
        parallel.close();
    }

    @Test
    void resultsComeInTheOrderOfTheWorkWhicheverEndsFirst() {
        CountDownLatch secondEnded = new CountDownLatch(1);

        List<String> results = parallel.all(List.of(
                () -> {
                    await(secondEnded);
                    return "first";
                },
                () -> {
                    secondEnded.countDown();
                    return "second";
                }));

        assertThat(results).containsExactly("first", "second");
    }

    @Test
    void whatIsAloneIsDoneWhereOneStands() {
        assertThat(parallel.all(List.<Callable<Thread>>of(Thread::currentThread)))
                .containsExactly(Thread.currentThread());
    }

    @Test
    void ofNothingThereIsNothing() {
        assertThat(parallel.all(List.of())).isEmpty();
        parallel.each(List.of(), one -> {
            throw new IllegalStateException("there is none");
        });
    }

    @Test
    void theFirstFailureIsThrownOnceEverythingHasEnded() {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();

        assertThatThrownBy(() -> parallel.all(List.<Callable<Boolean>>of(
                        () -> {
                            failed.countDown();
                            throw new IllegalStateException("first");
                        },
                        () -> {
                            await(failed);
                            ended.set(true);
                            return true;
                        },
                        () -> {
                            throw new IllegalStateException("third");
                        })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
        assertThat(ended).isTrue();
    }

    @Test
    void noMoreThanTheLimitIsUnderWayAtOnce() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) all.add(i);

        try (Parallel three = Parallel.limited("vendor", 3)) {
            three.each(all, one -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                underWay.decrementAndGet();
            });
        }

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void interruptedItWaitsForWhatIsUnderWaySinceThatHasAnOutcome() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(2);
        CountDownLatch answered = new CountDownLatch(1);
        List<String> recorded = new ArrayList<>();
        AtomicBoolean marked = new AtomicBoolean();
        Callable<String> write = () -> {
            sent.countDown();
            await(answered);
            return "written";
        };
        Thread writing = new Thread(() -> {
            recorded.addAll(parallel.all(List.of(write, write)));
            marked.set(Thread.currentThread().isInterrupted());
        });
        writing.start();
        await(sent);

        writing.interrupt();
        answered.countDown();
        writing.join();

        assertThat(recorded).containsExactly("written", "written");
        assertThat(marked).as("marked as interrupted").isTrue();
    }

    @Test
    void interruptedItWaitsForNothingThatCanBeDoneAgainAndGivesItUp() {
        CountDownLatch givenUp = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<String> ahead = parallel.start(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                givenUp.countDown();
            }
            return "a page";
        });
        await(begun);

        Thread.currentThread().interrupt();
        AdapterException stopped = catchThrowableOfType(AdapterException.class, () -> parallel.result(ahead));

        assertThat(stopped.code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
        assertThat(stopped).hasMessage("vendor: interrupted while waiting");
        assertThat(Thread.interrupted()).as("still marked").isTrue();
        await(givenUp);
    }

    @Test
    void interruptedItTellsWorkToStopThatKnowsWhatToDoThen() {
        CountDownLatch stopped = new CountDownLatch(2);
        CountDownLatch begun = new CountDownLatch(2);
        Callable<Boolean> run = () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                stopped.countDown();
            }
            return true;
        };
        Thread main = Thread.currentThread();
        Thread stop = new Thread(() -> {
            await(begun);
            main.interrupt();
        });
        stop.start();

        assertThatThrownBy(() -> parallel.allOrInterrupted(List.of(run, run))).isInstanceOf(InterruptedException.class);
        await(stopped);
    }

    @Test
    void workThatStoppedByItselfIsTakenForAnInterruption() {
        assertThatThrownBy(() -> parallel.allOrInterrupted(List.<Callable<Boolean>>of(() -> {
                    throw new InterruptedException("a neighbour lost its lease");
                })))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void nobodyWaitsForEverForWorkThatClosingKeptFromBeginning() throws InterruptedException {
        Parallel one = Parallel.limited("vendor", 1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> underWay = one.start(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return true;
        });
        Future<Boolean> waiting = one.start(() -> true);
        await(begun);

        one.close();

        assertThatThrownBy(() -> one.result(waiting)).isInstanceOf(AdapterException.class);
        assertThatThrownBy(() -> one.result(underWay)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.start(() -> true))
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        closed -> assertThat(closed.code()).isEqualTo(AdapterErrorCode.UNREACHABLE));
    }

    @Test
    void itsThreadsKeepNoProcessAlive() {
        Future<Thread> thread = parallel.start(Thread::currentThread);

        assertThat(parallel.result(thread).isDaemon()).isTrue();
        assertThat(parallel.result(thread).getName()).startsWith("vendor-");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody came", e);
        }
    }
}
