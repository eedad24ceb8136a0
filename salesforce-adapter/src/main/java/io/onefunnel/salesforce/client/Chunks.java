package io.onefunnel.salesforce.client;

import java.util.ArrayList;
import java.util.List;

/** Lists cut to what a call takes. */
public final class Chunks {
    private Chunks() {}

    public static <T> List<List<T>> of(List<T> all, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return chunks;
    }
}
