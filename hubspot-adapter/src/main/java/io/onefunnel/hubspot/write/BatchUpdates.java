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
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.spi.call.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
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
import org.jspecify.annotations.Nullable;

/**
 * Sets properties of objects, a hundred at a time, and finds the outcome of each row: from the entries of a 207, by
 * splitting a batch that was refused whole until the bad row stands alone, and by looking up where a merged id went.
 */
public final class BatchUpdates {
    /** An admin who provisions a property is believed without a restart. */
    private static final Duration TRIED_AGAIN = Duration.ofMinutes(10);

    /** One object to change; {@code trace} comes back with the row's error. */
    public record Row(String trace, SourceRef on, MappedType type, Map<String, String> properties) {}

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final RecordRefs refs;
    private final Parallel parallel;
    private final InstantSource clock;
    /** Properties that HubSpot refused by name, and until when nothing that sets them is sent. */
    private final Map<String, Instant> refused = new ConcurrentHashMap<>();

    /** @param use whose credentials write */
    public BatchUpdates(Portal portal, Use use) {
        client = portal.client(use);
        paths = portal.paths();
        objects = portal.objects();
        refs = portal.refs();
        parallel = portal.parallel();
        clock = portal.clock();
    }

    /** @throws AdapterException when no row was written and none may have been */
    public Map<Row, WriteResult> write(List<Row> rows) {
        Map<MappedType, List<Row>> byType = new LinkedHashMap<>();
        Map<Row, WriteResult> outcomes = new ConcurrentHashMap<>();
        for (Row row : rows) {
            Optional<String> property = refusedOf(row);
            if (property.isPresent()) outcomes.put(row, stopped(row, property.get()));
            else byType.computeIfAbsent(row.type(), key -> new ArrayList<>()).add(row);
        }
        byType.forEach((type, some) -> distinct(some).forEach(apart -> sideBySide(type, apart, outcomes)));
        return outcomes;
    }

    /** A property that is not there will not be for the next batch either: its writes stop until somebody provisions it. */
    private Optional<String> refusedOf(Row row) {
        if (refused.isEmpty()) return Optional.empty();
        Instant now = clock.instant();
        return row.properties().keySet().stream()
                .filter(name -> now.isBefore(refused.getOrDefault(row.type().object() + "." + name, Instant.MIN)))
                .findFirst();
    }

    private static WriteResult stopped(Row row, String property) {
        return new WriteResult.Rejected(
                row.on(),
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "HubSpot refuses " + row.type().object() + "." + property + "; not sent again before"
                        + " `onefunnel provision` or `onefunnel doctor` was looked at");
    }

    /** Batches are independent of each other. Once one has met a wall, those that have not begun stay unsent. */
    private void sideBySide(MappedType type, List<Row> rows, Map<Row, WriteResult> outcomes) {
        Iterator<List<Row>> batches = Chunks.of(rows, HubSpotObjects.BATCH).iterator();
        AtomicReference<@Nullable AdapterException> wall = new AtomicReference<>();
        List<Callable<Boolean>> lines = new ArrayList<>();
        int most = Math.min(Portal.WRITES, (rows.size() + HubSpotObjects.BATCH - 1) / HubSpotObjects.BATCH);
        for (int line = 0; line < most; line++) {
            lines.add(() -> {
                for (List<Row> batch = next(batches, wall); !batch.isEmpty(); batch = next(batches, wall)) {
                    try {
                        send(type, batch, outcomes, true);
                    } catch (AdapterException e) {
                        wall.compareAndSet(null, e);
                    }
                }
                return true;
            });
        }
        if (!lines.isEmpty()) parallel.all(lines);
        AdapterException met = wall.get();
        if (met != null) deferRest(rows, outcomes, met);
    }

    private static List<Row> next(Iterator<List<Row>> batches, AtomicReference<@Nullable AdapterException> wall) {
        synchronized (batches) {
            return wall.get() == null && batches.hasNext() ? batches.next() : List.of();
        }
    }

    /** Rows without an outcome were certainly not written. */
    private void deferRest(List<Row> rows, Map<Row, WriteResult> outcomes, AdapterException wall) {
        if (CommandResults.nothingWritten(outcomes.values())) throw wall;
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

    private void send(MappedType type, List<Row> batch, Map<Row, WriteResult> outcomes, boolean resolveMissing) {
        if (batch.isEmpty()) return;
        ObjectPage answer;
        try {
            answer = client.post(
                    Operation.write("batch update " + type.object()),
                    paths.batch(type.object(), "update"),
                    body(batch),
                    ObjectPageReader::written);
        } catch (UnknownOutcomeException e) {
            batch.forEach(row -> outcomes.put(row, new WriteResult.Unknown(row.on())));
            return;
        } catch (RefusedException e) {
            isolate(type, batch, outcomes, resolveMissing, e.error());
            return;
        }
        sort(type, batch, answer, outcomes, resolveMissing);
    }

    /**
     * The whole batch was refused: nothing of it was written. A 404 to a batch speaks of its address: a record that is not
     * there has an entry of its own, or is named by OBJECT_NOT_FOUND.
     */
    private void isolate(
            MappedType type,
            List<Row> batch,
            Map<Row, WriteResult> outcomes,
            boolean resolveMissing,
            MappedError error) {
        if (error.isWrongAddress()) throw new RefusedException(error).ofWhole("to update " + type.object());
        List<Row> guilty = error.isUnknownProperty()
                ? batch.stream()
                        .filter(row -> !Collections.disjoint(row.properties().keySet(), error.properties()))
                        .toList()
                : List.of();
        if (!guilty.isEmpty()) {
            Instant until = clock.instant().plus(TRIED_AGAIN);
            error.properties().forEach(name -> refused.put(type.object() + "." + name, until));
            guilty.forEach(row -> outcomes.put(row, rejected(row, error)));
            send(type, batch.stream().filter(row -> !guilty.contains(row)).toList(), outcomes, resolveMissing);
            return;
        }
        if (batch.size() == 1) {
            outcomes.put(batch.get(0), rejected(batch.get(0), error));
            return;
        }
        int half = batch.size() / 2;
        send(type, batch.subList(0, half), outcomes, resolveMissing);
        send(type, batch.subList(half, batch.size()), outcomes, resolveMissing);
    }

    private void sort(
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
        for (Row row : batch) {
            String id = vendorId(row);
            Optional<MappedError> error = Optional.ofNullable(errors.getOrDefault(row.trace(), errors.get(id)));
            if (error.isEmpty()) {
                outcomes.put(row, written.contains(id) ? writtenOn(row) : new WriteResult.Unknown(row.on()));
            } else if (error.get().code() == AdapterErrorCode.RECORD_GONE && resolveMissing) {
                missing.add(row);
            } else {
                outcomes.put(
                        row,
                        CommandResults.refused(
                                row.on(), error.get(), row.properties().values(), clock));
            }
        }
        resend(type, missing, outcomes);
    }

    /** Rows whose record was merged away by somebody else are written to the survivor. */
    private void resend(MappedType type, List<Row> missing, Map<Row, WriteResult> outcomes) {
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
        distinct(moved).forEach(apart -> send(type, apart, outcomes, false));
    }

    private WriteResult writtenOn(Row row) {
        return new WriteResult.Written(row.on(), refs.movedTo(row.on()), Optional.empty());
    }

    private static WriteResult rejected(Row row, MappedError error) {
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
