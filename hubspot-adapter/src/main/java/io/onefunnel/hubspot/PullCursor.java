package io.onefunnel.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.onefunnel.spi.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the types of one kind have been read. Times are epoch milliseconds, as the API takes them.
 *
 * @param begun when the round under way began; 0 between rounds
 */
record PullCursor(long begun, List<TypeState> types) {
    enum Step {
        /** Everything, by list: before the first round, from the primary store. */
        LIST,
        /** What changed in [from, to), by search and by id. */
        SEARCH,
        /** What was put into the recycle bin. */
        ARCHIVED,
        DONE
    }

    /**
     * @param upTo changes before this instant were delivered; 0 before the first list is complete
     * @param scanned when the recycle bin was last looked through
     * @param after the page of a list
     * @param last the id up to which the window was read
     */
    record TypeState(String type, long upTo, long scanned, Step step, String after, long from, long to, String last) {
        static TypeState unread(String type) {
            return new TypeState(type, 0, 0, Step.DONE, "", 0, 0, "0");
        }

        TypeState step(Step next) {
            return new TypeState(type, upTo, scanned, next, "", from, to, "0");
        }

        TypeState page(String nextAfter) {
            return new TypeState(type, upTo, scanned, step, nextAfter, from, to, last);
        }

        TypeState window(long windowFrom, long windowTo) {
            return new TypeState(type, upTo, scanned, Step.SEARCH, "", windowFrom, windowTo, "0");
        }

        TypeState readTo(String id) {
            return new TypeState(type, upTo, scanned, step, after, from, to, id);
        }

        TypeState complete(long to) {
            return new TypeState(type, Math.max(upTo, to), scanned, step, after, from, to, last);
        }

        TypeState scanned(long at) {
            return new TypeState(type, upTo, at, step, after, from, to, last);
        }
    }

    PullCursor {
        types = List.copyOf(types);
    }

    /** The cursor's states for exactly these types; a type the mapping gained is unread. */
    static PullCursor of(Cursor cursor, List<MappedType> mapped) {
        PullCursor known = cursor.isBeginning() ? new PullCursor(0, List.of()) : parse(cursor.value());
        List<TypeState> states = new ArrayList<>();
        for (MappedType type : mapped) {
            states.add(known.types().stream()
                    .filter(state -> state.type().equals(type.name()))
                    .findFirst()
                    .orElseGet(() -> TypeState.unread(type.name())));
        }
        return new PullCursor(known.begun(), states);
    }

    Optional<TypeState> next() {
        return types.stream().filter(state -> state.step() != Step.DONE).findFirst();
    }

    PullCursor with(TypeState changed) {
        return new PullCursor(
                begun,
                types.stream()
                        .map(state -> state.type().equals(changed.type()) ? changed : state)
                        .toList());
    }

    /** All types have been read at least up to here. */
    long completeTo() {
        return types.stream().mapToLong(TypeState::upTo).min().orElse(0);
    }

    Cursor cursor() {
        return new Cursor(Json.text(Json.MAPPER.valueToTree(this)));
    }

    private static PullCursor parse(String text) {
        try {
            return Json.MAPPER.readValue(text, new TypeReference<PullCursor>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a cursor of this adapter", e);
        }
    }
}
