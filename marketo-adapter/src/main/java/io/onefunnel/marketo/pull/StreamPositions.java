package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far several streams of the activity log have been read: a token for each, by a key that says what it brings, so that a
 * changed mapping starts a new stream and leaves the others where they are.
 *
 * @param began when this run began, in epoch seconds; 0 between two runs
 * @param since from when a stream without a token, or with a refused one, is read
 * @param ended the streams that are at their end in this run
 * @param replaced the streams whose token was refused in this run, and that began anew; absent in older cursors
 */
record StreamPositions(
        long began,
        long since,
        Map<String, String> tokens,
        Set<String> ended,
        @Nullable Set<String> replaced) {
    StreamPositions {
        tokens = Map.copyOf(tokens);
        ended = Set.copyOf(ended);
        replaced = replaced == null ? Set.of() : Set.copyOf(replaced);
    }

    static StreamPositions from(Instant since) {
        return beginning(0, since);
    }

    /** Of a run that began then, all streams at this date. */
    static StreamPositions beginning(long began, Instant since) {
        return new StreamPositions(began, since.getEpochSecond(), Map.of(), Set.of(), Set.of());
    }

    StreamPositions running(Instant now) {
        return began > 0 ? this : new StreamPositions(now.getEpochSecond(), since, tokens, Set.of(), Set.of());
    }

    Instant beganAt() {
        return Instant.ofEpochSecond(began);
    }

    Instant sinceAt() {
        return Instant.ofEpochSecond(since);
    }

    /** Where the next page of a stream begins; without a token, at this date. */
    ActivityStream.From from(String key, Instant date) {
        boolean before = replaced != null && replaced.contains(key);
        return new ActivityStream.From(tokens.getOrDefault(key, ""), date, !before);
    }

    boolean ended(String key) {
        return ended.contains(key);
    }

    StreamPositions at(String key, ActivityStream.Page page) {
        Map<String, String> all = new LinkedHashMap<>(tokens);
        all.put(key, page.next());
        Set<String> over = new LinkedHashSet<>(ended);
        if (!page.more()) over.add(key);
        Set<String> anew = new LinkedHashSet<>(replaced == null ? Set.of() : replaced);
        if (page.replaced()) anew.add(key);
        return new StreamPositions(began, since, all, over, anew);
    }

    /** Between two runs: what is no longer read is forgotten, and a new start would be where this run began. */
    StreamPositions caughtUp(Set<String> keys, Instant next) {
        Map<String, String> kept = new LinkedHashMap<>(tokens);
        kept.keySet().retainAll(keys);
        return new StreamPositions(0, next.getEpochSecond(), kept, Set.of(), Set.of());
    }
}
