package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectionException;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.SalesforceRetryPolicies;
import io.onefunnel.salesforce.client.SoapAnswers;
import io.onefunnel.salesforce.client.UnknownOutcomeException;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows in batches, several side by side. A row that is refused does not stop the others; locked rows are sent
 * again when no other call of ours is under way, those of one parent together; a batch in which the org's own automation
 * fails is halved until the culprit stands alone.
 */
public final class UpdateBatches {
    // At most 200 records in a create or update call: SOAP API Call Limits.
    public static final int MOST_ROWS = 200;

    // What fails for so many records in a row, each sent alone, fails for all of them.
    private static final int CULPRITS = 20;

    /**
     * One row and the record that its outcome is about.
     *
     * @param parent the record that the org locks along with it; "" where it is not known or has none
     */
    public record Row(SourceRef target, SObject record, String parent) {
        public Row(SourceRef target, SObject record) {
            this(target, record, "");
        }

        Row under(String other) {
            return new Row(target, record, other);
        }

        // SObject compares by content, and two rows may well say the same.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row row && row.record == record;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(record);
        }
    }

    /** The call that carries a batch. */
    interface Send {
        SaveResult[] send(PartnerConnection soap, SObject[] records) throws ConnectionException;
    }

    private final WriteContext context;
    private final String operation;
    private final Send send;
    private final boolean creates;
    private final Map<Row, WriteResult> outcomes = new ConcurrentHashMap<>();
    private final Queue<Row> locked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger culprits = new AtomicInteger();
    /** Rows in a row that spoiled their call although they were alone in it. */
    private final AtomicInteger spoilers = new AtomicInteger();

    private volatile boolean anySent;
    private volatile @Nullable AdapterException refused;
    private volatile @Nullable AdapterException wall;

    private UpdateBatches(WriteContext context, String operation, boolean creates, Send send) {
        this.context = context;
        this.operation = operation;
        this.creates = creates;
        this.send = send;
    }

    public static UpdateBatches updates(WriteContext context) {
        return new UpdateBatches(context, "update", false, PartnerConnection::update);
    }

    static UpdateBatches ownerChanges(WriteContext context) {
        return new UpdateBatches(context, "update", false, (soap, records) -> {
            WriteHeaders.setOwnerChange(soap);
            return soap.update(records);
        });
    }

    public static UpdateBatches creates(WriteContext context) {
        return new UpdateBatches(context, "create", true, PartnerConnection::create);
    }

    /**
     * The outcome of each row, in order. An object is used for one run.
     *
     * @throws AdapterException when no call was taken, so that nothing can have been written
     */
    public List<WriteResult> run(List<Row> rows) {
        List<Row> sorted = rows.stream().sorted(LockParents.order()).toList();
        context.parallel().each(Chunks.of(sorted, MOST_ROWS), this::batch);
        AdapterException why = refused;
        if (why != null && describedWrongly(why)) context.schema().forget();
        if (why != null && !anySent) throw why;
        retryLocked();
        return rows.stream()
                .map(row -> outcomes.getOrDefault(row, new WriteResult.Unknown(row.target())))
                .toList();
    }

    private void batch(List<Row> rows) {
        AdapterException before = wall;
        if (before != null) {
            rows.forEach(row -> outcomes.put(row, after(row, before)));
            return;
        }
        List<SaveResult> results;
        try {
            results = send(rows);
        } catch (UnknownOutcomeException e) {
            anySent = true;
            rows.forEach(row -> outcomes.put(row, new WriteResult.Unknown(row.target())));
            return;
        } catch (AdapterException e) {
            if (ErrorScope.isOfContent(e)) {
                spoiled(rows, e);
                return;
            }
            refused = e;
            if (ErrorScope.stopsAll(e)) wall = e;
            rows.forEach(row -> outcomes.put(row, after(row, e)));
            return;
        }
        anySent = true;
        spoilers.set(0);
        List<Row> halve = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) take(rows.get(i), results.get(i), rows.size() > 1, halve);
        for (List<Row> half : Chunks.of(halve, Math.max(1, rows.size() / 2))) {
            if (culprits.get() >= CULPRITS) return;
            batch(half);
        }
    }

    /**
     * One value of one row spoils a whole call, and the org does not say which: the call is halved until that row is
     * alone. Where row after row is found to be one, all of them are, and the rest is not tried one by one.
     */
    private void spoiled(List<Row> rows, AdapterException e) {
        anySent = true;
        String why = String.valueOf(e.getMessage());
        for (Row row : rows) {
            outcomes.put(row, new WriteResult.Rejected(row.target(), AdapterErrorCode.RECORD_INVALID, why));
        }
        if (rows.size() == 1) {
            spoilers.incrementAndGet();
            return;
        }
        for (List<Row> half : Chunks.of(rows, (rows.size() + 1) / 2)) {
            if (spoilers.get() >= CULPRITS) return;
            batch(half);
        }
    }

    private void take(Row row, SaveResult result, boolean inCompany, List<Row> halve) {
        if (result.isSuccess()) {
            outcomes.put(row, written(row, result));
            if (!inCompany) culprits.set(0);
            return;
        }
        Error error = result.getErrors()[0];
        outcomes.put(row, RowError.rejected(row.target(), error));
        switch (RowError.of(error)) {
            case LOCKED -> locked.add(row);
            case SMALLER_BATCH -> {
                if (inCompany) {
                    halve.add(row);
                } else {
                    culprits.incrementAndGet();
                }
            }
            case REFUSED -> {}
        }
    }

    private void retryLocked() {
        LockParents parents = new LockParents(context);
        Backoff.Attempts attempts = context.client().attempts(SalesforceRetryPolicies.LOCKED_ROWS, operation);
        while (!locked.isEmpty() && attempts.again(SalesforceRetryPolicies.LOCKED)) {
            List<Row> again = new ArrayList<>(locked);
            locked.clear();
            Chunks.of(parents.together(again), MOST_ROWS).forEach(this::batch);
        }
        locked.forEach(row -> outcomes.put(row, new WriteResult.Deferred(row.target(), context.later())));
    }

    private List<SaveResult> send(List<Row> rows) {
        SObject[] records = rows.stream().map(Row::record).toArray(SObject[]::new);
        return Arrays.asList(context.client().write(operation, soap -> {
            WriteHeaders.set(soap);
            return SoapAnswers.saved(records.length, send.send(soap, records));
        }));
    }

    /** The org did not take the call. */
    private WriteResult after(Row row, AdapterException e) {
        if (ErrorScope.isTemporary(e)) return new WriteResult.Deferred(row.target(), context.later(e));
        AdapterErrorCode code =
                e.code() == AdapterErrorCode.FIELD_NOT_READABLE ? AdapterErrorCode.FIELD_NOT_WRITABLE : e.code();
        return new WriteResult.Rejected(row.target(), code, String.valueOf(e.getMessage()));
    }

    /** A field or an object was taken from our user since it was described. */
    private static boolean describedWrongly(AdapterException e) {
        return e.code() == AdapterErrorCode.FIELD_NOT_READABLE || e.code() == AdapterErrorCode.PERMISSION_MISSING;
    }

    private WriteResult written(Row row, SaveResult result) {
        Optional<String> created = creates ? Optional.ofNullable(result.getId()) : Optional.empty();
        return new WriteResult.Written(row.target(), Optional.empty(), created);
    }
}
