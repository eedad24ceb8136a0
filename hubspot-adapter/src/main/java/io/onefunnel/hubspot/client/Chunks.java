package io.onefunnel.hubspot.client;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list into pieces that one call may carry. */
public final class Chunks {
    private Chunks() {}

    public static <T> List<List<T>> of(List<T> all, int most) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            chunks.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return chunks;
    }
}
