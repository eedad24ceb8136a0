package io.onefunnel.marketo.pull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.spi.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the pull of leads has come. Written as JSON.
 *
 * @param loadFrom where the log of new leads is read from in the first load, in epoch seconds; 0 when that is over
 * @param streams during the first load the log of new leads, then the streams of changes; their beginning is that of the
 *     pull
 * @param forecast of the first load
 * @param extraction the rest of the first load, where extracts bring it
 * @param filtered whether changes come by the stream that Marketo filters by fields
 * @param rows changes that came in this run
 * @param watched how many of them were of our fields
 * @param deletions token of the stream of deletions
 * @param removalsAt when deletions were last asked for
 */
record PersonCursor(
        long loadFrom,
        StreamPositions streams,
        LogForecast forecast,
        @Nullable Extraction extraction,
        boolean filtered,
        long rows,
        long watched,
        String deletions,
        long removalsAt) {

    static PersonCursor firstLoad(Instant from, Instant streamsSince) {
        return new PersonCursor(
                from.getEpochSecond(), StreamPositions.from(streamsSince), LogForecast.NONE, null, false, 0, 0, "", 0);
    }

    static PersonCursor read(Cursor cursor) {
        try {
            return Json.MAPPER.readValue(cursor.value(), PersonCursor.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("not a cursor of this adapter", notOurs);
        }
    }

    Cursor write() {
        return new Cursor(Json.write(this));
    }

    boolean loading() {
        return loadFrom > 0 || extraction != null;
    }

    PersonCursor with(StreamPositions next) {
        return new PersonCursor(loadFrom, next, forecast, extraction, filtered, rows, watched, deletions, removalsAt);
    }

    PersonCursor with(LogForecast next) {
        return new PersonCursor(loadFrom, streams, next, extraction, filtered, rows, watched, deletions, removalsAt);
    }

    /** The log is given up; extracts go on. */
    PersonCursor extracting(Extraction next) {
        return new PersonCursor(0, streams, forecast, next, filtered, rows, watched, deletions, removalsAt);
    }

    PersonCursor loaded() {
        return new PersonCursor(0, streams, LogForecast.NONE, null, filtered, rows, watched, deletions, removalsAt);
    }

    PersonCursor counted(long more, long ours) {
        return new PersonCursor(
                loadFrom, streams, forecast, extraction, filtered, rows + more, watched + ours, deletions, removalsAt);
    }

    PersonCursor removals(String token, Instant at) {
        return new PersonCursor(
                loadFrom, streams, forecast, extraction, filtered, rows, watched, token, at.getEpochSecond());
    }

    /** The next run, with or without the filter; extracts that were put off still have their part before them. */
    PersonCursor caughtUp(StreamPositions next, boolean byFilter) {
        return new PersonCursor(0, next, LogForecast.NONE, extraction, byFilter, 0, 0, deletions, removalsAt);
    }
}
