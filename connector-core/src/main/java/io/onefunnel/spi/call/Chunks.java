package io.onefunnel.spi.call;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Cuts a list into what one call carries. */
public final class Chunks {
    private Chunks() {}

    /** The same of what does not fit into memory at once. */
    public static <T> Iterator<List<T>> of(Iterator<T> all, int size) {
        if (size < 1) throw new IllegalArgumentException("a chunk holds at least one: " + size);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public List<T> next() {
                List<T> chunk = new ArrayList<>();
                chunk.add(all.next());
                while (chunk.size() < size && all.hasNext()) chunk.add(all.next());
                return chunk;
            }
        };
    }

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
