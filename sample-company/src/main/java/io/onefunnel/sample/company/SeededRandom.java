package io.onefunnel.sample.company;

/**
 * Seeded chance. SplitMix64 spelt out here, so that a seed gives the same company on every JDK; each company of the
 * sample has one of its own, so that a change to one leaves the others as they were.
 */
final class SeededRandom {
    private long state;

    SeededRandom(long seed) {
        state = seed;
    }

    /** Draws that depend on the seed and on {@code name} alone, not on how often this one was drawn from. */
    SeededRandom fork(long name) {
        return new SeededRandom(mix(state ^ mix(name + 0x632be59bd9b4e019L)));
    }

    long bits() {
        state += 0x9e3779b97f4a7c15L;
        return mix(state);
    }

    /** From 0 inclusive to 1 exclusive. */
    double unit() {
        return (bits() >>> 11) * 0x1.0p-53;
    }

    /** From 0 inclusive to {@code bound} exclusive. */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    /** A whole number of a range, both of whose ends are included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    <T> T pick(T[] from) {
        return from[below(from.length)];
    }

    /** A place in {@code weights}, as often as its weight says. */
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) sum += weight;
        double left = unit() * sum;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) return i;
        }
        return weights.length - 1;
    }

    /** About normal, mean 0 and deviation 1: the sum of twelve uniforms. */
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) sum += unit();
        return sum;
    }

    /** Around {@code median}, sometimes many times it. */
    double around(double median, double spread) {
        return median * StrictMath.exp(spread * normal());
    }

    /** Whether something happens whose odds are e to the power of {@code logit}. */
    boolean odds(double logit) {
        return unit() < 1 / (1 + StrictMath.exp(-logit));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
