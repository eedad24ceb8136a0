package io.onefunnel.marketo;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.onefunnel.spi.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the pull of leads has come. Written as JSON.
 *
 * @param began when the first page of this run was asked for, in epoch seconds; 0 between two runs
 * @param since from when the streams start if their tokens are no longer taken
 * @param extractedTo up to where windows of creation dates were handed to extract jobs; {@code Long.MAX_VALUE} when the
 *     first load is over
 * @param jobs extract jobs whose files are not yet read, oldest first
 * @param merges token of the stream of merges, and so on
 * @param done how many of the three streams are at their end in this run
 */
record PersonCursor(
        long began,
        long since,
        long extractedTo,
        List<ExtractJob> jobs,
        String merges,
        String deletions,
        String changes,
        int done) {
    static final long LOADED = Long.MAX_VALUE;

    /**
     * One extract.
     *
     * @param size of its file in bytes; -1 before it is finished
     * @param offset up to where it was read
     */
    record ExtractJob(String exportId, long from, long to, long size, long offset) {
        ExtractJob finished(long bytes) {
            return new ExtractJob(exportId, from, to, bytes, offset);
        }

        ExtractJob readTo(long position) {
            return new ExtractJob(exportId, from, to, size, position);
        }

        boolean isFinished() {
            return size >= 0;
        }
    }

    PersonCursor {
        jobs = List.copyOf(jobs);
    }

    static PersonCursor firstLoad(Instant began, Instant from, Instant streamsSince) {
        return new PersonCursor(
                began.getEpochSecond(), streamsSince.getEpochSecond(), from.getEpochSecond(), List.of(), "", "", "", 0);
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
        return extractedTo != LOADED || !jobs.isEmpty();
    }

    Instant beganAt() {
        return Instant.ofEpochSecond(began);
    }

    Instant streamsSince() {
        return Instant.ofEpochSecond(since);
    }

    /** Whether no stream was read yet: one token, made from a date, starts all three. */
    boolean unstarted() {
        return merges.isEmpty() && deletions.isEmpty() && changes.isEmpty();
    }

    PersonCursor startedAt(String token) {
        return new PersonCursor(began, since, extractedTo, jobs, token, token, token, done);
    }

    PersonCursor running(Instant now) {
        return new PersonCursor(now.getEpochSecond(), since, extractedTo, jobs, merges, deletions, changes, 0);
    }

    /** Between two runs: the next fallback starts where this run did, less the overlap. */
    PersonCursor caughtUp(Instant nextSince) {
        return new PersonCursor(0, nextSince.getEpochSecond(), extractedTo, jobs, merges, deletions, changes, 0);
    }

    PersonCursor extracting(long to, List<ExtractJob> all) {
        return new PersonCursor(began, since, to, all, merges, deletions, changes, done);
    }

    PersonCursor withFirst(ExtractJob first) {
        List<ExtractJob> all = new ArrayList<>(jobs);
        all.set(0, first);
        return extracting(extractedTo, all);
    }

    PersonCursor withoutFirst() {
        return extracting(extractedTo, jobs.subList(1, jobs.size()));
    }

    PersonCursor merges(String token, boolean more) {
        return new PersonCursor(began, since, extractedTo, jobs, token, deletions, changes, more ? done : done + 1);
    }

    PersonCursor deletions(String token, boolean more) {
        return new PersonCursor(began, since, extractedTo, jobs, merges, token, changes, more ? done : done + 1);
    }

    PersonCursor changes(String token, boolean more) {
        return new PersonCursor(began, since, extractedTo, jobs, merges, deletions, token, more ? done : done + 1);
    }
}
