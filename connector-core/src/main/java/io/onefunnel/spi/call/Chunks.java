package io.onefunnel.spi.call;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list into what one call carries. */
public final class Chunks {
    private Chunks() {}

    /** In order, each of {@code size} but the last one; views of the list, not copies. */
    public static <T> List<List<T>> of(List<T> all, int size) {
        if (size < 1) throw new IllegalArgumentException("a chunk holds at least one: " + size);
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return chunks;
    }
}
