package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.ErrorMapping;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedError;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.ObjectPage;
import io.onefunnel.hubspot.client.ObjectPageReader;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.UnknownOutcomeException;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.write.Isolation.Strikes;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.spi.call.Parallel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sets properties of objects, a hundred at a time, and finds the outcome of each row: from the entries of a 207, by
 * {@link Isolation} of what a batch was refused whole for, and by looking up where a merged id went.
 */
public final class BatchUpdates {
    /** One object to change; {@code trace} comes back with the row's error. */
    public record Row(String trace, SourceRef on, MappedType type, Map<String, String> properties) {}

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final RecordRefs refs;
    private final Parallel parallel;
    private final InstantSource clock;
    private final RefusedProperties refused;

    /** @param use whose credentials write */
    public BatchUpdates(Portal portal, Use use) {
        client = portal.client(use);
        paths = portal.paths();
        objects = portal.objects();
        refs = portal.refs();
        parallel = portal.parallel();
        clock = portal.clock();
        refused = new RefusedProperties(clock);
    }

    /** @throws AdapterException when no row was written and none may have been */
    public Map<Row, WriteResult> write(List<Row> rows) {
        Map<MappedType, List<Row>> byType = new LinkedHashMap<>();
        PartialRows parts = new PartialRows();
        for (Row row : rows) {
            Set<String> names = refused.of(row);
            Optional<Row> sent = names.isEmpty() ? Optional.of(row) : parts.part(row, names, false);
            if (!names.isEmpty()) parts.refuse(row, stopped(row, names));
            sent.ifPresent(each ->
                    byType.computeIfAbsent(row.type(), key -> new ArrayList<>()).add(each));
        }
        Writing writing = new Writing();
        Map<Row, WriteResult> results = new ConcurrentHashMap<>();
        byType.forEach((type, some) -> distinct(some).forEach(apart -> sideBySide(type, apart, results, writing)));
        Map<Row, WriteResult> outcomes = new LinkedHashMap<>(results);
        parts.results().putAll(results);
        parts.tell(outcomes);
        return outcomes;
    }

    /** One call of {@link #write}: what its batches learn from each other, and whether any row of it may be changed. */
    private final class Writing {
        private final Isolation isolation = new Isolation(
                (type, rows, outcomes, strikes) -> send(this, type, rows, outcomes, true, strikes), refused);
        private volatile boolean touched;
    }

    private static WriteResult.Rejected stopped(Row row, Set<String> properties) {
        String named = properties.stream()
                .sorted()
                .map(name -> row.type().object() + "." + name)
                .collect(Collectors.joining(", "));
        return new WriteResult.Rejected(
                row.on(),
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "HubSpot refuses " + named + "; not sent again before `onefunnel provision` or `onefunnel doctor` was"
                        + " looked at");
    }

    /** Batches are independent of each other. Once one has met a wall, those that have not begun stay unsent. */
    private void sideBySide(MappedType type, List<Row> rows, Map<Row, WriteResult> outcomes, Writing writing) {
        Iterator<List<Row>> batches = Chunks.of(rows, HubSpotObjects.BATCH).iterator();
        AtomicReference<@Nullable AdapterException> wall = new AtomicReference<>();
        List<Callable<Boolean>> lines = new ArrayList<>();
        int most = Math.min(Portal.WRITES, (rows.size() + HubSpotObjects.BATCH - 1) / HubSpotObjects.BATCH);
        for (int line = 0; line < most; line++) {
            lines.add(() -> {
                for (List<Row> batch = next(batches, wall); !batch.isEmpty(); batch = next(batches, wall)) {
                    try {
                        send(writing, type, batch, outcomes, true, Strikes.NONE);
                    } catch (AdapterException e) {
                        wall.compareAndSet(null, e);
                    }
                }
                return true;
            });
        }
        if (!lines.isEmpty()) parallel.all(lines);
        AdapterException met = wall.get();
        if (met != null) deferRest(rows, outcomes, met, writing);
    }

    private static List<Row> next(Iterator<List<Row>> batches, AtomicReference<@Nullable AdapterException> wall) {
        synchronized (batches) {
            return wall.get() == null && batches.hasNext() ? batches.next() : List.of();
        }
    }

    /** Rows without an outcome were certainly not written. */
    private void deferRest(List<Row> rows, Map<Row, WriteResult> outcomes, AdapterException wall, Writing writing) {
        if (!writing.touched) throw wall;
        rows.forEach(row -> outcomes.putIfAbsent(row, CommandResults.deferred(row.on(), wall, clock)));
    }

    /** Two refs may have become one object by a merge; one batch must not name an id twice. */
    private List<List<Row>> distinct(List<Row> rows) {
        List<Row> first = new ArrayList<>();
        List<Row> again = new ArrayList<>();
        Set<SourceRef> named = new HashSet<>();
        rows.forEach(row -> (named.add(refs.current(row.on())) ? first : again).add(row));
        List<List<Row>> groups = new ArrayList<>();
        groups.add(first);
        again.forEach(row -> groups.add(List.of(row)));
        return groups;
    }

    private void send(
            Writing writing,
            MappedType type,
            List<Row> batch,
            Map<Row, WriteResult> outcomes,
            boolean resolveMissing,
            Strikes strikes) {
        if (batch.isEmpty()) return;
        ObjectPage answer;
        try {
            answer = client.post(
                    Operation.write("batch update " + type.object()),
                    paths.batch(type.object(), "update"),
                    body(batch),
                    ObjectPageReader::written);
        } catch (UnknownOutcomeException e) {
            writing.touched = true;
            batch.forEach(row -> outcomes.put(row, new WriteResult.Unknown(row.on())));
            return;
        } catch (RefusedException e) {
            // A 404 to a batch speaks of its address: a record that is not there has an entry of its own.
            if (e.error().isWrongAddress()) throw e.ofWhole("to update " + type.object());
            writing.isolation.isolate(type, batch, outcomes, strikes, e.error());
            return;
        }
        writing.touched = true;
        sort(writing, type, batch, answer, outcomes, resolveMissing);
    }

    private void sort(
            Writing writing,
            MappedType type,
            List<Row> batch,
            ObjectPage answer,
            Map<Row, WriteResult> outcomes,
            boolean resolveMissing) {
        Map<String, MappedError> errors = new LinkedHashMap<>();
        for (JsonNode entry : answer.errors()) {
            MappedError error = ErrorMapping.ofRow(entry);
            ErrorMapping.inputs(entry).forEach(input -> errors.put(input, error));
        }
        // The order of results is not promised: rows are found by id.
        Set<String> written = new HashSet<>();
        answer.objects().forEach(object -> written.add(object.id()));
        List<Row> missing = new ArrayList<>();
        PartialRows parts = new PartialRows();
        List<Row> rest = new ArrayList<>();
        for (Row row : batch) {
            String id = vendorId(row);
            Optional<MappedError> error = Optional.ofNullable(errors.getOrDefault(row.trace(), errors.get(id)));
            if (error.isEmpty()) {
                outcomes.put(row, written.contains(id) ? writtenOn(row) : new WriteResult.Unknown(row.on()));
            } else if (error.get().code() == AdapterErrorCode.RECORD_GONE && resolveMissing) {
                missing.add(row);
            } else if (error.get().namesSomeOf(row.properties().keySet())) {
                parts.refuse(row, rejected(row, error.get()));
                parts.part(row, error.get().properties(), false).ifPresent(rest::add);
            } else {
                outcomes.put(
                        row,
                        CommandResults.refused(
                                row.on(), error.get(), row.properties().values(), clock));
            }
        }
        try {
            send(writing, type, rest, parts.results(), resolveMissing, Strikes.NONE);
        } finally {
            parts.tell(outcomes);
        }
        resend(writing, type, missing, outcomes);
    }

    /** Rows whose record was merged away by somebody else are written to the survivor. */
    private void resend(Writing writing, MappedType type, List<Row> missing, Map<Row, WriteResult> outcomes) {
        List<Row> moved = new ArrayList<>();
        for (Row row : missing) {
            Optional<VendorObject> survivor;
            try {
                survivor = objects.one(type.object(), vendorId(row), List.of());
            } catch (AdapterException e) {
                outcomes.put(row, CommandResults.deferred(row.on(), e, clock));
                continue;
            }
            if (survivor.isEmpty()) {
                outcomes.put(row, new WriteResult.Rejected(row.on(), AdapterErrorCode.RECORD_GONE, "no such record"));
                continue;
            }
            refs.merged(refs.current(row.on()), refs.ref(type, survivor.get().id()));
            moved.add(row);
        }
        distinct(moved).forEach(apart -> send(writing, type, apart, outcomes, false, Strikes.NONE));
    }

    private WriteResult writtenOn(Row row) {
        return new WriteResult.Written(row.on(), refs.movedTo(row.on()), Optional.empty());
    }

    static WriteResult.Rejected rejected(Row row, MappedError error) {
        return new WriteResult.Rejected(
                row.on(), error.code(), error.words(row.properties().values()));
    }

    private ObjectNode body(List<Row> batch) {
        ObjectNode body = Json.object();
        ArrayNode inputs = body.putArray("inputs");
        for (Row row : batch) {
            ObjectNode input = inputs.addObject().put("id", vendorId(row)).put("objectWriteTraceId", row.trace());
            ObjectNode properties = input.putObject("properties");
            row.properties().forEach(properties::put);
        }
        return body;
    }

    private String vendorId(Row row) {
        return refs.currentId(row.on());
    }
}
