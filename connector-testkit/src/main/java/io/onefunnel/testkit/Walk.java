package io.onefunnel.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A random sequence of steps that can be repeated, and shortened: each step has dice of its own, so that it means something
 * also when others before it are left out.
 */
final class Walk {
    // A run takes parts of a second; a failure that is not short after so many is long in its nature.
    private static final int ATTEMPTS = 200;

    /** What may happen; the weight says how often. */
    enum Kind {
        // People in the vendor's screens.
        ADD(6),
        ADD_SEEN_LATE(4),
        IMPORT(1),
        EDIT(10),
        EDIT_EVERYBODY(1),
        DELETE(4),
        MERGE(5),
        ASSIGN(3),
        // The application.
        PAGE(9),
        PULL(11),
        CRASH(5),
        RESTART(4),
        // Time.
        MILLISECONDS(6),
        SECONDS(4),
        MINUTES(9),
        HOURS(4),
        DAYS(2),
        // The vendor's state.
        TROUBLE(7),
        HEAL(5);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    record Step(Kind kind, long dice) {}

    /** @param told what happened, step by step */
    record Failure(List<Step> steps, List<String> told, Throwable why) {}

    private Walk() {}

    static List<Step> steps(long seed, int count) {
        // Neighbouring seeds give java.util.Random neighbouring first numbers.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) steps.add(new Step(kind(random), random.nextLong()));
        return steps;
    }

    private static Kind kind(Random random) {
        int all = 0;
        for (Kind kind : Kind.values()) all += kind.weight;
        int left = random.nextInt(all);
        for (Kind kind : Kind.values()) {
            left -= kind.weight;
            if (left < 0) return kind;
        }
        throw new IllegalStateException("weights do not add up");
    }

    /** Takes the steps on a vendor of their own. */
    static Optional<Failure> failureOf(TestBench like, List<Step> steps) {
        try (TestBench bench = like.anew()) {
            Walker walker = new Walker(bench);
            try {
                steps.forEach(walker::take);
                walker.arrive();
                return Optional.empty();
            } catch (AssertionError | RuntimeException e) {
                return Optional.of(new Failure(steps, walker.told(), e));
            }
        }
    }

    /** Leaves out what the failure does not need: halves first, then ever smaller parts. */
    static Failure shortened(TestBench like, List<Step> steps, Failure failure) {
        Failure shortest = failure;
        int attempts = 0;
        for (int part = steps.size() / 2; part > 0; part /= 2) {
            for (int at = shortest.steps().size() - part; at >= 0; at -= part) {
                if (++attempts > ATTEMPTS) return shortest;
                List<Step> fewer = new ArrayList<>(shortest.steps());
                fewer.subList(at, at + part).clear();
                Optional<Failure> still = failureOf(like, fewer);
                if (still.isPresent()) shortest = still.get();
                at = Math.min(at, shortest.steps().size());
            }
        }
        return shortest;
    }
}
