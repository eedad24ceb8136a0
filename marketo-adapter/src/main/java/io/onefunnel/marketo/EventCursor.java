package io.onefunnel.marketo;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.onefunnel.spi.Cursor;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a pull of activities has come: a stream for each group of types, by the ids of the group.
 *
 * @param loaded the groups whose past is known or being extracted; any other starts at the beginning
 * @param forecast of the first load
 * @param extraction of the first load, where extracts bring it; while it is put off, the streams are read
 */
record EventCursor(
        Streams streams,
        Set<String> loaded,
        Forecast forecast,
        @Nullable Extraction extraction) {
    EventCursor {
        loaded = Set.copyOf(loaded);
    }

    static EventCursor read(Cursor cursor, Instant firstLoadFrom) {
        if (cursor.isBeginning()) return new EventCursor(Streams.from(firstLoadFrom), Set.of(), Forecast.NONE, null);
        try {
            return Json.MAPPER.readValue(cursor.value(), EventCursor.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("not a cursor of this adapter", notOurs);
        }
    }

    Cursor write() {
        return new Cursor(Json.write(this));
    }

    EventCursor with(Streams next) {
        return new EventCursor(next, loaded, forecast, extraction);
    }

    EventCursor with(Forecast next) {
        return new EventCursor(streams, loaded, next, extraction);
    }

    EventCursor extracting(Extraction next) {
        return new EventCursor(streams, loaded, forecast, next);
    }

    /** The past of these groups is left to extracts. */
    EventCursor handedOver(Collection<String> groups, Streams after, Extraction past) {
        return new EventCursor(after, Set.copyOf(groups), Forecast.NONE, past);
    }

    EventCursor extracted() {
        return new EventCursor(streams, loaded, forecast, null);
    }

    /** The next run; extracts that were put off still have their part before them. */
    EventCursor caughtUp(Collection<String> groups, Streams next) {
        return new EventCursor(next, Set.copyOf(groups), Forecast.NONE, extraction);
    }
}
