package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.DeletedRecord;
import com.sforce.soap.partner.GetDeletedResult;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.RefusedException;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.SoapAnswers;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;

/**
 * Records that left the bin before queryAll could tell of them: it is emptied after 15 days, or when somebody does so.
 * The deletion log is asked once a day.
 */
final class DeletionLog {
    private static final Duration EVERY = Duration.ofDays(1);
    // "getDeleted": 15 days, and the start must precede the end by more than a minute.
    private static final Duration LOG = Duration.ofDays(15);
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    /** @param gap whether the log does not reach back to where it was last asked */
    record Deletions(List<Change> deleted, boolean gap) {}

    private final ConnectionId connection;
    private final SalesforceClient client;
    private final Duration overlap;

    DeletionLog(ConnectionId connection, SalesforceClient client, Duration overlap) {
        this.connection = connection;
        this.client = client;
        this.overlap = overlap;
    }

    static boolean has(MappedType type) {
        return type.hasBin() && type.described().replicateable();
    }

    static boolean due(Instant last, Instant to) {
        return !last.plus(EVERY).isAfter(to);
    }

    /** @param known what the query has told of already: it says of a merged record where it went, the log does not */
    Deletions since(MappedType type, Instant last, Instant to, List<Change> known) {
        Instant oldest = to.minus(LOG).plus(Duration.ofHours(1));
        Instant wanted = last.minus(overlap);
        boolean gap = wanted.isBefore(oldest);
        Instant from = gap ? oldest : wanted;
        Set<String> ids = new HashSet<>();
        known.forEach(change -> ids.add(change.ref().id()));
        List<Change> deleted = new ArrayList<>();
        boolean whole = read(type, from, to, ids, deleted);
        return new Deletions(deleted, gap || !whole);
    }

    /** Whether the log covers the range. */
    private boolean read(MappedType type, Instant from, Instant to, Set<String> known, List<Change> into) {
        GetDeletedResult result;
        try {
            result = client.read(
                    "deletions of " + type.name(),
                    soap -> SoapAnswers.deleted(soap.getDeleted(type.name(), calendar(from), calendar(to))));
        } catch (AdapterException e) {
            return switch (RefusedException.vendorCode(e)) {
                // The log was purged (it holds 15,000 entries for each licence): "Polling for Changes".
                case "INVALID_REPLICATION_DATE" -> false;
                // More than 600,000 ids: "getDeleted".
                case "EXCEEDED_ID_LIMIT" -> halves(type, from, to, known, into);
                default -> throw e;
            };
        }
        for (DeletedRecord each : result.getDeletedRecords()) {
            String id = RecordIds.to18(each.getId());
            if (!known.add(id)) continue;
            SourceRef ref = new SourceRef(connection, type.type().kind(), id);
            into.add(new Change.Deleted(ref, each.getDeletedDate().toInstant()));
        }
        Calendar earliest = result.getEarliestDateAvailable();
        return earliest == null || !earliest.toInstant().isAfter(from);
    }

    private boolean halves(MappedType type, Instant from, Instant to, Set<String> known, List<Change> into) {
        Duration half = Duration.between(from, to).dividedBy(2);
        if (half.compareTo(SHORTEST) < 0) return false;
        Instant middle = from.plus(half);
        boolean first = read(type, from, middle, known, into);
        return read(type, middle, to, known, into) && first;
    }

    private static Calendar calendar(Instant instant) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(instant.toEpochMilli());
        return calendar;
    }
}
