package io.onefunnel.hubspot.pull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.onefunnel.hubspot.client.HubSpotObjects.Span;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.pull.PendingIds.Stretch;
import io.onefunnel.spi.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the types of one kind have been read. Times are epoch milliseconds, as the API takes them.
 *
 * @param begun when the round under way began; 0 between rounds
 */
record PullCursor(long begun, List<TypeState> types) {
    // A cursor of another version may hold more than this one knows.
    private static final ObjectReader READER = Json.MAPPER
            .readerFor(new TypeReference<PullCursor>() {})
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    enum Step {
        /** Everything, by list: before the first round, from the primary store. */
        LIST,
        /** What changed in [from, to), by search and by id. */
        SEARCH,
        /** What was put into the recycle bin. */
        ARCHIVED,
        /** All ids by list, for what the search index never showed. */
        RECONCILE,
        DONE
    }

    /**
     * @param upTo changes before this instant were delivered; 0 before the first list is complete
     * @param scanned when the recycle bin was last looked through
     * @param reconciled when all ids were last looked through
     * @param after the page of a list; of owners and of lists' members also where the last round ended
     * @param unread the ids of the window that are still to be read
     */
    record TypeState(
            String type,
            long upTo,
            long scanned,
            long reconciled,
            Step step,
            String after,
            long from,
            long to,
            @Nullable List<Stretch> unread) {
        TypeState {
            unread = unread == null ? PendingIds.everything() : List.copyOf(unread);
        }

        static TypeState unread(String type) {
            return new TypeState(type, 0, 0, 0, Step.DONE, "", 0, 0, List.of());
        }

        Span window() {
            return new Span(from, to);
        }

        List<Stretch> stretches() {
            return unread == null ? List.of() : unread;
        }

        TypeState step(Step next) {
            return new TypeState(type, upTo, scanned, reconciled, next, "", from, to, List.of());
        }

        TypeState page(String nextAfter) {
            return new TypeState(type, upTo, scanned, reconciled, step, nextAfter, from, to, unread);
        }

        TypeState window(Span window) {
            return new TypeState(
                    type,
                    upTo,
                    scanned,
                    reconciled,
                    Step.SEARCH,
                    "",
                    window.from(),
                    window.to(),
                    PendingIds.everything());
        }

        TypeState left(List<Stretch> stretches) {
            return new TypeState(type, upTo, scanned, reconciled, step, after, from, to, stretches);
        }

        TypeState complete(long until) {
            return new TypeState(type, Math.max(upTo, until), scanned, reconciled, step, after, from, to, unread);
        }

        TypeState scanned(long at) {
            return new TypeState(type, upTo, at, reconciled, step, after, from, to, unread);
        }

        TypeState reconciled(long at) {
            return new TypeState(type, upTo, scanned, at, step, after, from, to, unread);
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
            return READER.readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a cursor of this adapter", e);
        }
    }
}
