package io.onefunnel.sandbox.salesforce.services;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** getUpdated and getDeleted, for SOAP and REST. */
public final class Replication {
    // getUpdated covers 30 days, getDeleted 15, of at most 600,000 ids: SOAP API guide.
    private static final Duration UPDATED_LOG = Duration.ofDays(30);
    private static final Duration DELETED_LOG = OrgStore.BIN;
    private static final int MOST_IDS = 600_000;

    /**
     * The rows of a window.
     *
     * @param covered until when the answer is whole; where the next window begins
     */
    public record Window(List<Row> rows, Instant covered) {}

    private final OrgStore store;
    private final OrgSettings settings;

    Replication(OrgStore store, OrgSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    public Window updated(ObjectType type, String from, String to, Access access) {
        Instant start = minute(from);
        Instant end = minute(to);
        checkRange(start, end, UPDATED_LOG, Duration.ZERO);
        List<Row> rows = new ArrayList<>();
        for (Row row : store.table(type).stamped(start.getEpochSecond(), end.getEpochSecond())) {
            if (!row.isDeleted() && access.sees(type, row)) rows.add(row);
        }
        return window(rows, end);
    }

    public Window deleted(ObjectType type, String from, String to, Access access) {
        Instant start = minute(from);
        Instant end = minute(to);
        checkRange(start, end, DELETED_LOG, Duration.ofMinutes(1));
        List<Row> rows = new ArrayList<>();
        for (Row row : store.table(type).deleted(start.getEpochSecond(), end.getEpochSecond())) {
            if (access.sees(type, row)) rows.add(row);
        }
        return window(rows, end);
    }

    /** The oldest deletion that is known. */
    public Instant earliest() {
        return now().minus(DELETED_LOG);
    }

    private Window window(List<Row> rows, Instant end) {
        if (rows.size() > MOST_IDS) {
            throw new SalesforceError(400, "EXCEEDED_ID_LIMIT", "exceeded the limit of 600,000 ids");
        }
        // Changes that had begun before the end and were not finished are yet to come.
        Instant finished = now().minus(settings.seconds("lateCommitSeconds"));
        return new Window(rows, end.isBefore(finished) ? end : finished);
    }

    private void checkRange(Instant start, Instant end, Duration log, Duration shortest) {
        if (!start.plus(shortest).isBefore(end)) {
            throw new SalesforceError(400, "INVALID_REPLICATION_DATE", "startDate must be before endDate");
        }
        if (start.isBefore(now().minus(log))) {
            throw new SalesforceError(
                    400, "INVALID_REPLICATION_DATE", "startDate is before the oldest date of the replication log");
        }
    }

    /** Seconds are cut off: Polling for Changes. */
    private static Instant minute(String text) {
        try {
            return Instant.parse(FieldType.DATETIME.canonical(text)).truncatedTo(ChronoUnit.MINUTES);
        } catch (IllegalArgumentException e) {
            throw new SalesforceError(400, "INVALID_REPLICATION_DATE", "no date and time: " + text, Position.NONE);
        }
    }

    private Instant now() {
        return store.clock().instant();
    }
}
