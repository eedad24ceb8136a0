package io.onefunnel.spi.call;

import java.util.ArrayList;
import java.util.List;

public final class Chunks {
    private Chunks() {}

    public static <T> List<List<T>> of(List<T> all, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return batches;
    }
}
