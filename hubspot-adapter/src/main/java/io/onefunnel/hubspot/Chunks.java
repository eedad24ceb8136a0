package io.onefunnel.hubspot;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list into pieces that one call may carry. */
final class Chunks {
    private Chunks() {}

    static <T> List<List<T>> of(List<T> all, int most) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            chunks.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return chunks;
    }
}
