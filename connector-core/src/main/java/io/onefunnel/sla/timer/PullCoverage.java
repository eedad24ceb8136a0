package io.onefunnel.sla.timer;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether a promise can be called broken. Our lag never counts against a person: first every connection that could hold
 * the missing touch must have been pulled completely beyond the deadline.
 */
final class PullCoverage {
    private PullCoverage() {}

    /** The connections that still have to be pulled; none when the verdict stands. */
    static List<String> missing(CaseFile file, Instant dueAt) {
        TreeSet<ConnectionId> connections = new TreeSet<>(file.completeTo().keySet());
        file.records().forEach(record -> connections.add(record.ref().connection()));
        return connections.stream()
                .filter(connection -> {
                    Instant completeTo = file.completeTo().get(connection);
                    return completeTo == null || !completeTo.isAfter(dueAt);
                })
                .map(ConnectionId::value)
                .toList();
    }
}
