package io.onefunnel.marketo.pull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.onefunnel.marketo.client.Json;
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
 * @param logFrom since when memberships stand in the log; older ones are read from their programs. In epoch seconds; 0
 *     before anybody looked
 * @param members how far these have been read; null when they are here
 */
record EventCursor(
        StreamPositions streams,
        Set<String> loaded,
        LogForecast forecast,
        @Nullable Extraction extraction,
        long logFrom,
        @Nullable MembershipCursor members) {
    EventCursor {
        loaded = Set.copyOf(loaded);
    }

    static EventCursor read(Cursor cursor, Instant firstLoadFrom) {
        if (cursor.isBeginning())
            return new EventCursor(StreamPositions.from(firstLoadFrom), Set.of(), LogForecast.NONE, null, 0, null);
        try {
            return Json.MAPPER.readValue(cursor.value(), EventCursor.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("not a cursor of this adapter", notOurs);
        }
    }

    Cursor write() {
        return new Cursor(Json.write(this));
    }

    EventCursor with(StreamPositions next) {
        return new EventCursor(next, loaded, forecast, extraction, logFrom, members);
    }

    EventCursor with(LogForecast next) {
        return new EventCursor(streams, loaded, next, extraction, logFrom, members);
    }

    EventCursor extracting(Extraction next) {
        return new EventCursor(streams, loaded, forecast, next, logFrom, members);
    }

    /** The past of these groups is left to extracts. */
    EventCursor handedOver(Collection<String> groups, StreamPositions after, Extraction past) {
        return new EventCursor(after, Set.copyOf(groups), LogForecast.NONE, past, logFrom, members);
    }

    EventCursor extracted() {
        return new EventCursor(streams, loaded, forecast, null, logFrom, members);
    }

    /** The next run; extracts that were put off still have their part before them. */
    EventCursor caughtUp(Collection<String> groups, StreamPositions next) {
        return new EventCursor(next, Set.copyOf(groups), LogForecast.NONE, extraction, logFrom, members);
    }

    /** Memberships from before then are read from their programs. */
    EventCursor recalling(long before, @Nullable MembershipCursor older) {
        return new EventCursor(streams, loaded, forecast, extraction, before, older);
    }
}
