package io.onefunnel.testkit.memory;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.spi.RecordCounts;
import io.onefunnel.testkit.memory.InMemoryCrm.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of {@link InMemoryCrm}. Changes are read in closed windows of time, in each by ascending id: a record that
 * is edited meanwhile leaves the window and is found by the next, and equal stamps share a window whole.
 */
final class InMemoryAdapter implements CrmAdapter {
    static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final int PAGE = 100;

    private final ConnectionId connection;
    private final AdapterContext context;
    private final InMemoryCrm crm;
    private final Wire wire;
    private final Mapping mapping;
    private final Duration overlap;
    private InMemoryCrm.@Nullable Description description;
    /** By the name of a type: with each row it is asked for again, and it changes with the description alone. */
    private final Map<String, Set<String>> fetched = new HashMap<>();

    InMemoryAdapter(
            ConnectionId connection,
            AdapterContext context,
            InMemoryCrm crm,
            Wire wire,
            Mapping mapping,
            Duration overlap) {
        this.connection = connection;
        this.context = context;
        this.crm = crm;
        this.wire = wire;
        this.mapping = mapping;
        this.overlap = overlap;
    }

    @Override
    public ConnectionId connection() {
        return connection;
    }

    @Override
    public Budget budget() {
        return Budget.unknown(wire.calls());
    }

    @Override
    public String account(ConnectionSettings.Use use) {
        return named(describe());
    }

    private String named(InMemoryCrm.Description described) {
        if (!described.account().isBlank()) return described.account();
        throw new AdapterException(
                AdapterErrorCode.UNEXPECTED_RESPONSE, connection + ": the description has no account");
    }

    // --- check ---------------------------------------------------------------------------------------------------

    @Override
    public Readiness check() {
        InMemoryCrm.Description described;
        try {
            described = describe();
            String unused = named(described);
        } catch (AdapterException e) {
            Problem problem = new Problem(
                    Severity.BLOCKS, e.code(), String.valueOf(e.getMessage()), "Check the address and the secret.");
            return new Readiness(Optional.empty(), "unknown", Optional.empty(), List.of(problem));
        }
        List<Problem> problems = new ArrayList<>();
        mapping.types()
                .values()
                .forEach(type -> type.fetched().stream()
                        .filter(field -> !described.fields().contains(type.name() + "." + field))
                        .forEach(field -> problems.add(new Problem(
                                Severity.LIMITS,
                                AdapterErrorCode.FIELD_NOT_READABLE,
                                type.name() + "." + field,
                                "Create the field or let the integration's user see it."))));
        return new Readiness(Optional.of(described.account()), "production", Optional.of(Duration.ZERO), problems);
    }

    private InMemoryCrm.Description describe() {
        InMemoryCrm.Description fresh = wire.read(crm::describe);
        description = fresh;
        fetched.clear();
        return fresh;
    }

    /** The fields of a type that are mapped and may be seen. */
    private Set<String> fetchedOf(Mapping.Type type) {
        InMemoryCrm.Description known = description == null ? describe() : description;
        return fetched.computeIfAbsent(type.name(), name -> {
            Set<String> visible = new LinkedHashSet<>(type.fetched());
            visible.removeIf(field -> !known.fields().contains(name + "." + field));
            return visible;
        });
    }

    // --- pull ----------------------------------------------------------------------------------------------------

    /** A place in a window: after an id of the type with this number among those of the kind. */
    private record Place(Instant from, Instant to, int type, long afterId) {
        Cursor cursor() {
            return new Cursor(from + "|" + to + "|" + type + "|" + afterId);
        }

        static Place of(Cursor cursor) {
            String[] parts = cursor.value().split("\\|", -1);
            return new Place(
                    Instant.parse(parts[0]),
                    Instant.parse(parts[1]),
                    Integer.parseInt(parts[2]),
                    Long.parseLong(parts[3]));
        }

        boolean isDone() {
            return type < 0;
        }
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        List<Mapping.Type> types = mapping.typesOf(kind);
        Instant now = context.clock().instant();
        if (types.isEmpty()) return new PullPage(List.of(), from, new Progress.CaughtUp(now));
        Place place = from.isBeginning() ? new Place(Instant.EPOCH, now, 0, 0) : Place.of(from);
        // A finished window's end, less the overlap, is where the next one begins: rows may be shown late.
        if (place.isDone()) place = new Place(place.to().minus(overlap), now, 0, 0);
        Place here = place;
        Mapping.Type type = types.get(here.type());
        List<Row> rows =
                wire.read(token -> crm.changes(token, type.name(), here.from(), here.to(), here.afterId(), PAGE));
        List<Change> changes = rows.stream().map(this::changeOf).toList();
        if (rows.size() == PAGE) {
            long last = rows.get(rows.size() - 1).id();
            return new PullPage(
                    changes, new Place(here.from(), here.to(), here.type(), last).cursor(), new Progress.More());
        }
        if (here.type() + 1 < types.size()) {
            return new PullPage(
                    changes, new Place(here.from(), here.to(), here.type() + 1, 0).cursor(), new Progress.More());
        }
        Cursor done = new Place(here.from(), here.to(), -1, 0).cursor();
        return new PullPage(changes, done, new Progress.CaughtUp(here.to().minus(InMemoryCrm.LATENESS)));
    }

    private Change changeOf(Row row) {
        Mapping.Type type = typeOf(row);
        SourceRef ref = ref(type.kind(), row.id());
        if (row.mergedInto().isPresent()) {
            SourceRef survivor = ref(type.kind(), row.mergedInto().get());
            return new Change.MergedInto(ref, survivor, row.stamp());
        }
        if (row.deleted()) return new Change.Deleted(ref, row.stamp());
        Set<String> fetched = fetchedOf(type);
        Map<String, String> fields = new LinkedHashMap<>(row.fields());
        fields.keySet().retainAll(fetched);
        return new Change.Present(ref, type.name(), row.stamp(), fields, fetched, linksOf(type, row), List.of());
    }

    private static Map<LinkRole, List<String>> linksOf(Mapping.Type type, Row row) {
        Map<LinkRole, List<String>> links = new LinkedHashMap<>();
        type.links()
                .forEach((role, names) -> names.stream()
                        .map(row.fields()::get)
                        .filter(id -> id != null)
                        .forEach(id -> links.put(role, List.of(id))));
        return links;
    }

    private Mapping.Type typeOf(Row row) {
        Mapping.Type type = mapping.types().get(row.type());
        if (type == null) throw new IllegalStateException("no mapped type " + row.type());
        return type;
    }

    // --- read ----------------------------------------------------------------------------------------------------

    @Override
    public List<Change> read(List<SourceRef> refs) {
        if (refs.isEmpty()) return List.of();
        Map<Long, Row> rows = rows(refs);
        return refs.stream()
                .map(ref -> Optional.ofNullable(rows.get(id(ref)))
                        .map(this::changeOf)
                        .orElseGet(() -> new Change.Deleted(ref, context.clock().instant())))
                .toList();
    }

    /** What the vendor holds of these records, those in the bin included. */
    Map<Long, Row> rows(List<SourceRef> refs) {
        if (refs.isEmpty()) return Map.of();
        List<Long> ids = refs.stream().map(InMemoryAdapter::id).distinct().toList();
        return wire.read(token -> crm.get(token, ids));
    }

    // --- write ---------------------------------------------------------------------------------------------------

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        return new InMemoryWrites(this, crm, wire, mapping).of(type);
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(new InMemoryMerging(this, crm, wire));
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return Optional.of(new Provisioning() {
            @Override
            public List<Step> plan() {
                InMemoryCrm.Description described = describe();
                return mapping.types().values().stream()
                        .flatMap(type -> type.writes().stream()
                                .map(Field::key)
                                .filter(field -> !described.fields().contains(type.name() + "." + field))
                                .map(field -> new Step(type.name() + "." + field, false)))
                        .toList();
            }

            @Override
            public List<Step> apply(List<Step> steps) {
                Set<Step> wanted = new HashSet<>(plan());
                if (steps.stream().noneMatch(wanted::contains)) return List.of();
                throw new AdapterException(
                        AdapterErrorCode.PERMISSION_MISSING, connection + ": fields are created by an admin alone");
            }
        });
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(kind -> mapping.typesOf(kind).isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(mapping.typesOf(kind).stream()
                        .mapToLong(type -> wire.read(token -> crm.count(token, type.name())))
                        .sum()));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    SourceRef ref(RecordKind kind, long id) {
        return new SourceRef(connection, kind, String.valueOf(id));
    }

    static long id(SourceRef ref) {
        return Long.parseLong(ref.id());
    }
}
