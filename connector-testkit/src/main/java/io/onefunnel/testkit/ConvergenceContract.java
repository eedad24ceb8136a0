package io.onefunnel.testkit;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the mirror comes to equal the vendor, whatever happened in whatever order: people at work, pulls that break off, an
 * application that dies, a vendor in trouble. Each seed is one {@link Walk}.
 *
 * <p>{@code -Donefunnel.convergence.seeds=500} walks more of them, {@code -Donefunnel.convergence.seed=17} begins with that
 * one (and takes it alone, unless told how many), {@code -Donefunnel.convergence.steps=40} says how long each is.
 */
interface ConvergenceContract extends ContractPart {
    String SEED = "onefunnel.convergence.seed";
    String SEEDS = "onefunnel.convergence.seeds";
    String STEPS = "onefunnel.convergence.steps";

    static LongStream seeds() {
        long first = Long.getLong(SEED, 1);
        long count = Long.getLong(SEEDS, System.getProperty(SEED) == null ? 20 : 1);
        return LongStream.range(first, first + count);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.onefunnel.testkit.ConvergenceContract#seeds")
    default void theMirrorComesToEqualTheVendorWhateverHappened(long seed) {
        List<Walk.Step> steps = Walk.steps(seed, Integer.getInteger(STEPS, 40));
        Optional<Walk.Failure> failure = Walk.failureOf(bench(), steps);
        if (failure.isEmpty()) return;
        Walk.Failure shortest = Walk.shortened(bench(), steps, failure.get());
        throw new AssertionError(
                """
                %s

                in seed %d (%d steps, shortened to %d); again by -D%s=%d -D%s=%d
                %s""".formatted(
                                shortest.why().getMessage(),
                                seed,
                                steps.size(),
                                shortest.steps().size(),
                                SEED,
                                seed,
                                STEPS,
                                steps.size(),
                                String.join("\n", shortest.told())),
                shortest.why());
    }
}
