package io.onefunnel.salesforce;

import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mapped objects as the org describes them, read again from time to time: rights and fields change. */
final class Schema {
    static final String TASK = "Task";

    private static final Duration FRESH = Duration.ofHours(1);

    private record Read(Instant at, Map<String, Described> types) {}

    private final Calls calls;
    private final Mapping mapping;
    private final InstantSource clock;
    private @Nullable Read read;

    Schema(Calls calls, Mapping mapping, InstantSource clock) {
        this.calls = calls;
        this.mapping = mapping;
        this.clock = clock;
    }

    Mapping mapping() {
        return mapping;
    }

    /** Of a mapped type; empty when our user may not see it. */
    Optional<Described> described(String type) {
        return Optional.ofNullable(types().get(type));
    }

    /**
     * A mapped type with what may be seen of it.
     *
     * @throws AdapterException when nothing may be seen of it: leaving it out would look as if it were empty
     */
    MappedType mapped(Mapping.Type type) {
        Described described = described(type.name())
                .orElseThrow(() -> new AdapterException(
                        AdapterErrorCode.PERMISSION_MISSING,
                        "the integration user may not see " + type.name()
                                + ": grant it read and view-all rights, or take" + " the type out of the mapping"));
        return new MappedType(type, described, prefixes());
    }

    List<MappedType> mapped(RecordKind kind) {
        return mapping.typesOf(kind).stream().map(this::mapped).toList();
    }

    /** The mapped type that an id of this kind belongs to. */
    Optional<MappedType> typeOf(RecordKind kind, String id) {
        return mapping.typesOf(kind).stream()
                .filter(type -> described(type.name())
                        .map(found -> found.prefix().equals(Ids.prefix(id)))
                        .orElse(false))
                .findFirst()
                .map(this::mapped);
    }

    /** Forgets what it knows, after the org refused a field or a type. */
    void forget() {
        read = null;
    }

    /** Which kind an id is of, by the prefixes of the mapped types. */
    private Map<String, RecordKind> prefixes() {
        Map<String, RecordKind> kinds = new LinkedHashMap<>();
        kinds.put(Ids.QUEUE_PREFIX, RecordKind.USER);
        for (Mapping.Type type : mapping.types().values()) {
            described(type.name()).ifPresent(found -> kinds.put(found.prefix(), type.kind()));
        }
        return kinds;
    }

    private Map<String, Described> types() {
        Read known = read;
        if (known == null || known.at().plus(FRESH).isBefore(clock.instant())) {
            known = new Read(clock.instant(), describe());
            read = known;
        }
        return known.types();
    }

    private Map<String, Described> describe() {
        Set<String> names = new LinkedHashSet<>(mapping.types().keySet());
        names.add(TASK);
        try {
            return describe(names);
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.PERMISSION_MISSING) throw e;
            // One hidden object refuses the whole call: ask which of them are there.
            Set<String> visible = calls.read(
                    "describe global",
                    soap -> Arrays.stream(soap.describeGlobal().getSobjects())
                            .map(DescribeGlobalSObjectResult::getName)
                            .collect(Collectors.toSet()));
            names.retainAll(visible);
            return names.isEmpty() ? Map.of() : describe(names);
        }
    }

    /** All at once: up to 100 objects in a call. */
    private Map<String, Described> describe(Set<String> names) {
        DescribeSObjectResult[] results =
                calls.read("describe", soap -> soap.describeSObjects(names.toArray(String[]::new)));
        Map<String, Described> types = new LinkedHashMap<>();
        int i = 0;
        for (String name : names) types.put(name, Described.of(results[i++]));
        return types;
    }
}
