package io.onefunnel.salesforce.pull;

import io.onefunnel.spi.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the pull of one kind stands.
 *
 * @param read up to when each type has been read; a type that is not in it is read from its beginning
 * @param whole up to when each type has last been read as a whole
 * @param swept up to when each type has been asked for records that left the bin unseen
 * @param fields the fields that could be seen of each type when it was read last
 * @param now the pull under way, null between two pulls
 */
record PullCursor(
        Map<String, Instant> read,
        Map<String, Instant> whole,
        Map<String, Instant> swept,
        Map<String, Set<String>> fields,
        @Nullable Running now) {
    static final PullCursor BEGINNING = new PullCursor(Map.of(), Map.of(), Map.of(), Map.of(), null);

    /**
     * A pull under way.
     *
     * @param to where its window ends, for all types
     * @param type the type being read; "" before the first and after the last
     * @param left types that could not be read in this pull
     * @param at how far the type has come, null before it is begun
     */
    record Running(
            Instant to,
            String type,
            List<String> left,
            @Nullable Stand at) {
        Running {
            left = List.copyOf(left);
        }

        Running with(Stand stand) {
            return new Running(to, type, left, stand);
        }

        Running at(String next) {
            return new Running(to, next, left, null);
        }

        Running leaving(String lost) {
            List<String> more = new ArrayList<>(left);
            more.add(lost);
            return new Running(to, type, more, null);
        }
    }

    /**
     * How far a type has come.
     *
     * @param whole everything of the type is read, whenever it changed
     * @param from where the stretch being read by queries begins; null for the beginning of time
     * @param until where that stretch ends, null for the end of the window: shorter when a query was too much at once
     * @param after the last row given, null at the beginning of the stretch
     * @param load what is read by Bulk jobs, null for queries
     * @param ids the last id compared while the ids of the type are compared with what was read before; null otherwise
     */
    record Stand(
            boolean whole,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Row after,
            @Nullable Load load,
            @Nullable String ids) {
        static Stand beginning(boolean whole, @Nullable Instant from) {
            return new Stand(whole, from, null, null, null, null);
        }

        Stand after(Row row) {
            return new Stand(whole, from, until, row, null, null);
        }

        /** The rest of the window, or a part of it. */
        Stand stretch(@Nullable Instant begin, @Nullable Instant end) {
            return new Stand(whole, begin, end, null, null, null);
        }

        Stand by(@Nullable Load bulk) {
            return new Stand(whole, from, until, after, bulk, null);
        }

        Stand comparing(String lastId) {
            return new Stand(whole, from, until, null, null, lastId);
        }
    }

    /** A row by stamp and id: equal stamps lose nobody. */
    record Row(String stamp, String id) {}

    /**
     * What is read by Bulk jobs: a whole type in chunks, newest first, or the rest of a window.
     *
     * @param chunk the records being read, by when they were created; null for all at once
     * @param job the job that reads them; null while there is none yet
     */
    record Load(@Nullable Chunk chunk, @Nullable Job job) {}

    /**
     * Records created in [low, high).
     *
     * @param low null in the oldest chunk
     * @param high null in the newest
     * @param oldest when the oldest record of all was created
     * @param length how long the next chunk is to be
     */
    record Chunk(@Nullable Instant low, @Nullable Instant high, Instant oldest, Duration length) {}

    /**
     * A Bulk job.
     *
     * @param since when it was made
     * @param complete whether it is known to have finished
     * @param locator which of its result pages is next, or being read; "" for the first
     * @param given how many rows of that result page were given
     * @param rows how many rows of the job were given before that result page
     * @param all how many rows the job has read by its own count; {@link #NOT_KNOWN} until it is complete
     */
    record Job(String id, Instant since, boolean complete, String locator, int given, long rows, long all) {
        static final long NOT_KNOWN = -1;

        static Job made(String id, Instant since) {
            return new Job(id, since, false, "", 0, 0, NOT_KNOWN);
        }

        /** At its first row, with all of it to come. */
        Job completed(long count) {
            return new Job(id, since, true, "", 0, 0, count);
        }

        Job within(int given) {
            return new Job(id, since, true, locator, given, rows, all);
        }

        /** @param given how many rows that page had */
        Job nextPage(String next, int given) {
            return new Job(id, since, true, next, 0, rows + given, all);
        }
    }

    PullCursor {
        read = Map.copyOf(read);
        whole = Map.copyOf(whole);
        swept = Map.copyOf(swept);
        fields = Map.copyOf(fields);
    }

    static PullCursor of(Cursor cursor) {
        return cursor.isBeginning() ? BEGINNING : PullCursorJson.read(cursor);
    }

    Cursor write() {
        return PullCursorJson.write(this);
    }

    PullCursor at(Running running) {
        return new PullCursor(read, whole, swept, fields, running);
    }

    Optional<Instant> readTo(String type) {
        return Optional.ofNullable(read.get(type));
    }

    /** The type is read up to the end of the window. */
    PullCursor finished(String type, Instant to, boolean asWhole, Set<String> seen) {
        Map<String, Set<String>> more = new LinkedHashMap<>(fields);
        more.put(type, seen);
        return new PullCursor(with(read, type, to), asWhole ? with(whole, type, to) : whole, swept, more, now);
    }

    PullCursor swept(String type, Instant to) {
        return new PullCursor(read, whole, with(swept, type, to), fields, now);
    }

    PullCursor resting() {
        return new PullCursor(read, whole, swept, fields, null);
    }

    private static Map<String, Instant> with(Map<String, Instant> map, String type, Instant to) {
        Map<String, Instant> more = new LinkedHashMap<>(map);
        more.put(type, to);
        return more;
    }
}
