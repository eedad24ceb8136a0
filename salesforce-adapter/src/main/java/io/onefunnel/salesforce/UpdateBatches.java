package io.onefunnel.salesforce;

import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectionException;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.WriteOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends rows in batches. A row that is refused does not stop the others; locked rows are sent again alone; a batch in
 * which the org's own automation fails is halved until the culprit stands alone.
 */
final class UpdateBatches {
    // At most 200 records in a create or update call: SOAP API Call Limits.
    static final int MOST_ROWS = 200;

    private static final int LOCK_ATTEMPTS = 4;
    private static final Duration LATER = Duration.ofMinutes(5);

    /** One row and the record that its outcome is about. */
    record Row(SourceRef target, SObject record) {}

    /** The call that carries a batch. */
    interface Send {
        SaveResult[] send(PartnerConnection soap, SObject[] records) throws ConnectionException;
    }

    private final Calls calls;
    private final InstantSource clock;
    private final String operation;
    private final Send send;
    private final boolean creates;
    private boolean anySent;

    private UpdateBatches(Calls calls, InstantSource clock, String operation, boolean creates, Send send) {
        this.calls = calls;
        this.clock = clock;
        this.operation = operation;
        this.creates = creates;
        this.send = send;
    }

    static UpdateBatches updates(Calls calls, InstantSource clock) {
        return new UpdateBatches(calls, clock, "update", false, PartnerConnection::update);
    }

    static UpdateBatches creates(Calls calls, InstantSource clock) {
        return new UpdateBatches(calls, clock, "create", true, PartnerConnection::create);
    }

    /** The outcome of each row. */
    Map<Row, WriteOutcome> run(List<Row> rows) {
        Map<Row, WriteOutcome> outcomes = new LinkedHashMap<>();
        for (List<Row> batch : Chunks.of(rows, MOST_ROWS)) batch(batch, outcomes);
        return outcomes;
    }

    private void batch(List<Row> rows, Map<Row, WriteOutcome> outcomes) {
        List<SaveResult> results;
        try {
            results = send(rows);
        } catch (OutcomeUnknown e) {
            anySent = true;
            rows.forEach(row -> outcomes.put(row, new WriteOutcome.Unknown(row.target())));
            return;
        } catch (AdapterException e) {
            // Nothing was written by this call, and until now by no other: the caller is told as a whole.
            if (!anySent) throw e;
            rows.forEach(row -> outcomes.put(row, after(row, e)));
            return;
        }
        anySent = true;
        List<Row> locked = new ArrayList<>();
        List<Row> halve = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            SaveResult result = results.get(i);
            if (result.isSuccess()) {
                outcomes.put(row, written(row, result));
                continue;
            }
            Error error = result.getErrors()[0];
            switch (RowVerdict.of(error)) {
                case LOCKED -> locked.add(row);
                case SMALLER_BATCH -> {
                    outcomes.put(row, RowVerdict.rejected(row.target(), error));
                    if (rows.size() > 1) halve.add(row);
                }
                case REFUSED -> outcomes.put(row, RowVerdict.rejected(row.target(), error));
            }
        }
        for (List<Row> half : Chunks.of(halve, Math.max(1, rows.size() / 2))) batch(half, outcomes);
        locked.forEach(row -> outcomes.put(row, alone(row)));
    }

    private WriteOutcome alone(Row row) {
        for (int attempt = 1; attempt < LOCK_ATTEMPTS; attempt++) {
            calls.pause(Calls.backoff(attempt));
            try {
                SaveResult result = send(List.of(row)).get(0);
                if (result.isSuccess()) return written(row, result);
                Error error = result.getErrors()[0];
                if (RowVerdict.of(error) != RowVerdict.LOCKED) return RowVerdict.rejected(row.target(), error);
            } catch (OutcomeUnknown e) {
                return new WriteOutcome.Unknown(row.target());
            } catch (AdapterException e) {
                return after(row, e);
            }
        }
        return new WriteOutcome.Deferred(row.target(), clock.instant().plus(LATER));
    }

    private List<SaveResult> send(List<Row> rows) {
        SObject[] records = rows.stream().map(Row::record).toArray(SObject[]::new);
        return Arrays.asList(calls.write(operation, soap -> {
            WriteHeaders.set(soap);
            return send.send(soap, records);
        }));
    }

    /** The org stopped taking calls between two batches. */
    private WriteOutcome after(Row row, AdapterException e) {
        Recovery recovery = e.code().recovery();
        if (recovery == Recovery.RETRY_LATER || recovery == Recovery.STOP_UNTIL_QUOTA_RESET) {
            return new WriteOutcome.Deferred(
                    row.target(), e.notBefore().orElse(clock.instant().plus(LATER)));
        }
        AdapterErrorCode code =
                e.code() == AdapterErrorCode.FIELD_NOT_READABLE ? AdapterErrorCode.FIELD_NOT_WRITABLE : e.code();
        return new WriteOutcome.Rejected(row.target(), code, String.valueOf(e.getMessage()));
    }

    private WriteOutcome written(Row row, SaveResult result) {
        Optional<String> created = creates ? Optional.ofNullable(result.getId()) : Optional.empty();
        return new WriteOutcome.Written(row.target(), Optional.empty(), created);
    }
}
