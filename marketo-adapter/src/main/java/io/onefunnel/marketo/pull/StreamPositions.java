package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far several streams of the activity log have been read: a token for each, by a key that says what it brings, so that a
 * changed mapping starts a new stream and leaves the others where they are.
 *
 * @param began when this run began, in epoch seconds; 0 between two runs
 * @param since from when a stream without a token, or with a refused one, is read
 * @param ended the streams that are at their end in this run
 */
record StreamPositions(long began, long since, Map<String, String> tokens, Set<String> ended) {
    StreamPositions {
        tokens = Map.copyOf(tokens);
        ended = Set.copyOf(ended);
    }

    static StreamPositions from(Instant since) {
        return new StreamPositions(0, since.getEpochSecond(), Map.of(), Set.of());
    }

    StreamPositions running(Instant now) {
        return began > 0 ? this : new StreamPositions(now.getEpochSecond(), since, tokens, Set.of());
    }

    Instant beganAt() {
        return Instant.ofEpochSecond(began);
    }

    Instant sinceAt() {
        return Instant.ofEpochSecond(since);
    }

    String token(String key) {
        return tokens.getOrDefault(key, "");
    }

    boolean ended(String key) {
        return ended.contains(key);
    }

    StreamPositions at(String key, ActivityStream.Page page) {
        Map<String, String> all = new LinkedHashMap<>(tokens);
        all.put(key, page.next());
        Set<String> over = new LinkedHashSet<>(ended);
        if (!page.more()) over.add(key);
        return new StreamPositions(began, since, all, over);
    }

    /** Between two runs: what is no longer read is forgotten, and a new start would be where this run began. */
    StreamPositions caughtUp(Set<String> keys, Instant next) {
        Map<String, String> kept = new LinkedHashMap<>(tokens);
        kept.keySet().retainAll(keys);
        return new StreamPositions(0, next.getEpochSecond(), kept, Set.of());
    }
}
