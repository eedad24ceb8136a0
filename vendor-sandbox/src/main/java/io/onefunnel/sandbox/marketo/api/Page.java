package io.onefunnel.sandbox.marketo.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A slice of a list and the token of the next, cut by position. */
public record Page<T>(List<T> records, Optional<String> next) {
    public static <S, T extends JsonNode> Page<T> of(ApiCall call, List<S> all, Function<S, T> shape) {
        int from = call.parameter("nextPageToken").map(Page::offset).orElse(0);
        int until = Math.min(all.size(), from + call.batchSize());
        List<T> records = new ArrayList<>();
        for (S each : all.subList(Math.min(from, until), until)) records.add(shape.apply(each));
        return new Page<>(records, until < all.size() ? Optional.of(PagingToken.of("page", until)) : Optional.empty());
    }

    /** Asset endpoints page by offset and maxReturn (20 unless told, 200 at most: "Programs", "Browse"). */
    public static <S, T extends JsonNode> List<T> ofAssets(ApiCall call, List<S> all, Function<S, T> shape) {
        int from = Math.min(all.size(), Math.max(0, call.number("offset", 0)));
        int size = Math.max(1, Math.min(200, call.number("maxReturn", 20)));
        List<T> records = new ArrayList<>();
        for (S each : all.subList(from, Math.min(all.size(), from + size))) records.add(shape.apply(each));
        return records;
    }

    private static int offset(String token) {
        try {
            return Integer.parseInt(PagingToken.parts(token, 2).get(1));
        } catch (NumberFormatException notOurs) {
            throw PagingToken.invalid(token);
        }
    }
}
