package io.onefunnel.marketo;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.onefunnel.spi.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a pull of activities has come: a token for each group of types, by the ids of the group, so that a changed
 * mapping starts a new group at the beginning and leaves the others where they are.
 *
 * @param began when this run began, in epoch seconds; 0 between two runs
 * @param since from when a token is asked for if a stored one is refused
 * @param ended the groups that are at their end in this run
 */
record EventCursor(long began, long since, Map<String, String> tokens, List<String> ended) {
    EventCursor {
        tokens = Map.copyOf(tokens);
        ended = List.copyOf(ended);
    }

    static EventCursor read(Cursor cursor, Instant firstLoadFrom) {
        if (cursor.isBeginning()) return new EventCursor(0, firstLoadFrom.getEpochSecond(), Map.of(), List.of());
        try {
            return Json.MAPPER.readValue(cursor.value(), EventCursor.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("not a cursor of this adapter", notOurs);
        }
    }

    Cursor write() {
        return new Cursor(Json.write(this));
    }

    EventCursor running(Instant now) {
        return began > 0 ? this : new EventCursor(now.getEpochSecond(), since, tokens, List.of());
    }

    EventCursor at(String group, String token, boolean more) {
        Map<String, String> all = new LinkedHashMap<>(tokens);
        all.put(group, token);
        List<String> over = new ArrayList<>(ended);
        if (!more) over.add(group);
        return new EventCursor(began, since, all, over);
    }

    EventCursor caughtUp(Instant nextSince) {
        return new EventCursor(0, nextSince.getEpochSecond(), tokens, List.of());
    }
}
