package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.ValueParser;
import io.onefunnel.salesforce.pull.PullCursor.Stand;
import io.onefunnel.spi.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads windows page by page: the road for few rows. */
final class QueryPages {
    // Stamps are whole seconds: what is not much longer than one cannot be cut in a useful way.
    private static final Duration SHORTEST = Duration.ofSeconds(8);

    /**
     * A page.
     *
     * @param size rows of the whole query
     * @param last the last row, where there is one
     */
    record Page(List<Change> changes, boolean done, int size, PullCursor.@Nullable Row last) {}

    private final ConnectionId connection;
    private final FieldHistories histories;

    QueryPages(ConnectionId connection, FieldHistories histories) {
        this.connection = connection;
        this.histories = histories;
    }

    /** With queryAll, so that what was deleted or merged away is told by the same call. */
    Page page(SalesforceClient client, MappedType type, Instant to, Stand stand) {
        Instant until = stand.until();
        String soql = PullQueries.window(type, stand.from(), until == null ? to : until, stand.after());
        String operation = "query " + type.name();
        QueryResult result = type.hasBin() ? client.queryAll(operation, soql) : client.query(operation, soql);
        SObject[] records = result.getRecords();
        List<Change> changes = new ArrayList<>(records.length);
        ChangeBuilder builder = new ChangeBuilder(connection, type);
        for (SObject each : records) changes.add(builder.of(each));
        return new Page(
                histories.with(client, type, changes),
                result.isDone(),
                result.getSize(),
                records.length == 0 ? null : key(type, records[records.length - 1]));
    }

    private static PullCursor.Row key(MappedType type, SObject record) {
        return new PullCursor.Row(
                Objects.requireNonNull(QueryRows.text(record, type.stamp())),
                RecordIds.to18(String.valueOf(record.getId())));
    }

    /** Half of a stretch that was too much for one query; empty when it is too short, or has no beginning. */
    static Optional<Stand> half(Stand stand, Instant to) {
        PullCursor.Row after = stand.after();
        Instant begin = after == null ? stand.from() : ValueParser.instant(after.stamp());
        Instant end = stand.until() == null ? to : stand.until();
        if (begin == null || Duration.between(begin, end).compareTo(SHORTEST) < 0) return Optional.empty();
        Instant middle = begin.plusSeconds(Duration.between(begin, end).toSeconds() / 2);
        return Optional.of(new Stand(stand.whole(), begin, middle, after, null, null));
    }

    /** The stretch behind one that is read, as long as that one; empty at the end of the window. */
    static Optional<Stand> following(Stand stand, Instant to) {
        Instant until = stand.until();
        if (until == null) return Optional.empty();
        Instant from = stand.from();
        Duration length = from == null ? Duration.ofHours(1) : Duration.between(from, until);
        Instant end = until.plus(length);
        return Optional.of(stand.stretch(until, end.isBefore(to) ? end : null));
    }
}
