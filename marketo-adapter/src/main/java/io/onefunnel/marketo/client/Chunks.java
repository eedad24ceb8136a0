package io.onefunnel.marketo.client;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list into parts that one call takes. */
public final class Chunks {
    private Chunks() {}

    /** In order, each of this size but the last; views of the list, not copies. */
    public static <T> List<List<T>> of(List<T> all, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return chunks;
    }
}
