package io.onefunnel.identity;

import io.onefunnel.model.SourceRef;

/** Two records, in their order: (a, b) and (b, a) are one pair. */
public record Pair(SourceRef left, SourceRef right) implements Comparable<Pair> {
    public Pair {
        if (left.equals(right)) throw new IllegalArgumentException("a record is no pair with itself: " + left);
        if (left.compareTo(right) > 0) {
            SourceRef smaller = right;
            right = left;
            left = smaller;
        }
    }

    @Override
    public int compareTo(Pair other) {
        int byLeft = left.compareTo(other.left);
        return byLeft != 0 ? byLeft : right.compareTo(other.right);
    }
}
