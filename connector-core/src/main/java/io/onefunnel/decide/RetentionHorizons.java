package io.onefunnel.decide;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.RetentionHorizon;
import io.onefunnel.normalize.Normalizer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From when on things are known of a person, whose records may lie in several connections. The rule:
 *
 * <ul>
 *   <li>A connection counts when it holds a record of the person: what happened hangs on a record, so a vendor that never
 *       knew the person purged nothing of theirs.
 *   <li>Of those that count the latest instant stands: as long as one of them may have purged something, its absence
 *       proves nothing.
 *   <li>For what people of ours did, a connection counts only by its meetings, and by its touches if its mapping reads any
 *       that a person makes. A marketing system that forgets its own mailings after two years does not make a rep's
 *       calls in the CRM unknown.
 * </ul>
 */
final class RetentionHorizons {
    private final Map<ConnectionId, Map<RecordKind, Instant>> since;
    private final Set<ConnectionId> withTouchesByPeople;

    /** @param since by connection and kind, from when on things are known; absent where nothing was purged */
    RetentionHorizons(Map<ConnectionId, Map<RecordKind, Instant>> since, Map<ConnectionId, Normalizer> normalizers) {
        this.since = Map.copyOf(since);
        this.withTouchesByPeople = normalizers.entrySet().stream()
                .filter(each -> each.getValue().readsTouchesByPeople())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    RetentionHorizon of(List<PersonRecord> records) {
        if (since.isEmpty()) return RetentionHorizon.NONE;
        Set<ConnectionId> connections =
                records.stream().map(record -> record.ref().connection()).collect(Collectors.toSet());
        Optional<Instant> touches = latest(connections.stream().flatMap(this::ofTouchesByPeople));
        Optional<Instant> everything = latest(connections.stream()
                .flatMap(each -> of(each, RecordKind.TOUCH, RecordKind.MEETING, RecordKind.RESPONSE)));
        return new RetentionHorizon(touches, everything);
    }

    private Stream<Instant> ofTouchesByPeople(ConnectionId connection) {
        return withTouchesByPeople.contains(connection)
                ? of(connection, RecordKind.TOUCH, RecordKind.MEETING)
                : of(connection, RecordKind.MEETING);
    }

    private Stream<Instant> of(ConnectionId connection, RecordKind... kinds) {
        Map<RecordKind, Instant> ofConnection = since.getOrDefault(connection, Map.of());
        return Stream.of(kinds).map(ofConnection::get).filter(Objects::nonNull);
    }

    private static Optional<Instant> latest(Stream<Instant> instants) {
        return instants.max(Comparator.naturalOrder());
    }
}
