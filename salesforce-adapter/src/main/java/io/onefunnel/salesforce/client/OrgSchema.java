package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mapped objects as the org describes them, read again from time to time: rights and fields change. */
public final class OrgSchema {
    /** Described although nothing of it need be mapped: tasks are appended. */
    public static final String TASK = "Task";

    /** A unique external id of our package, by which the org itself refuses a second task for the same command. */
    public static final String TASK_LEDGER_KEY = "OneFunnel_Ledger_Key__c";

    private static final Duration FRESH = Duration.ofHours(1);
    // Where something that is mapped cannot be seen, an admin may be mending it this minute.
    private static final Duration FRESH_WITH_GAPS = Duration.ofMinutes(10);

    private record Read(Instant at, Map<String, DescribedObject> types, Map<String, MappedType> mapped, boolean gaps) {
        boolean isOld(Instant now) {
            return at.plus(gaps ? FRESH_WITH_GAPS : FRESH).isBefore(now);
        }
    }

    private final SalesforceClient client;
    private final Mapping mapping;
    private final InstantSource clock;
    private @Nullable Read read;

    OrgSchema(SalesforceClient client, Mapping mapping, InstantSource clock) {
        this.client = client;
        this.mapping = mapping;
        this.clock = clock;
    }

    public Mapping mapping() {
        return mapping;
    }

    /** Of a mapped type; empty when our user may not see it. */
    public Optional<DescribedObject> described(String type) {
        return Optional.ofNullable(read().types().get(type));
    }

    /**
     * A mapped type with what may be seen of it.
     *
     * @throws AdapterException when nothing may be seen of it: leaving it out would look as if it were empty
     */
    public MappedType mapped(Mapping.Type type) {
        return Optional.ofNullable(read().mapped().get(type.name()))
                .orElseThrow(() -> new AdapterException(
                        AdapterErrorCode.PERMISSION_MISSING,
                        "the integration user may not see " + type.name()
                                + ": grant it read and view-all rights, or take" + " the type out of the mapping"));
    }

    public List<MappedType> mapped(RecordKind kind) {
        return mapping.typesOf(kind).stream().map(this::mapped).toList();
    }

    /** The mapped type that an id of this kind belongs to. */
    public Optional<MappedType> typeOf(RecordKind kind, String id) {
        return mapping.typesOf(kind).stream()
                .filter(type -> described(type.name())
                        .map(found -> found.prefix().equals(RecordIds.prefix(id)))
                        .orElse(false))
                .findFirst()
                .map(this::mapped);
    }

    /** Forgets what it knows, after the org refused a field or a type. */
    public synchronized void forget() {
        read = null;
    }

    private synchronized Read read() {
        Read known = read;
        if (known == null || known.isOld(clock.instant())) {
            known = read(clock.instant(), describe());
            read = known;
        }
        return known;
    }

    private Read read(Instant at, Map<String, DescribedObject> types) {
        Map<String, RecordKind> kinds = kinds(types);
        Map<String, MappedType> mapped = new LinkedHashMap<>();
        mapping.types().forEach((name, type) -> {
            DescribedObject described = types.get(name);
            if (described != null) mapped.put(name, new MappedType(type, described, kinds));
        });
        boolean gaps = mapped.size() < mapping.types().size()
                || mapped.values().stream().anyMatch(type -> !type.hidden().isEmpty());
        return new Read(at, types, mapped, gaps);
    }

    /** Which kind an id is of, by the prefixes of the mapped types. */
    private Map<String, RecordKind> kinds(Map<String, DescribedObject> types) {
        Map<String, RecordKind> kinds = new LinkedHashMap<>();
        kinds.put(RecordIds.QUEUE_PREFIX, RecordKind.USER);
        mapping.types().forEach((name, type) -> {
            DescribedObject described = types.get(name);
            if (described != null) kinds.put(described.prefix(), type.kind());
        });
        return kinds;
    }

    private Map<String, DescribedObject> describe() {
        Set<String> names = new LinkedHashSet<>(mapping.types().keySet());
        names.add(TASK);
        try {
            return describe(names);
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.PERMISSION_MISSING) throw e;
            // One hidden object refuses the whole call: ask which of them are there.
            Set<String> visible = client.objects().stream()
                    .map(DescribeGlobalSObjectResult::getName)
                    .collect(Collectors.toSet());
            names.retainAll(visible);
            return names.isEmpty() ? Map.of() : describe(names);
        }
    }

    /** All at once: up to 100 objects in a call. */
    private Map<String, DescribedObject> describe(Set<String> names) {
        DescribeSObjectResult[] results = client.describe(names);
        Map<String, DescribedObject> types = new LinkedHashMap<>();
        int i = 0;
        for (String name : names) types.put(name, DescribedObject.of(results[i++]));
        return types;
    }
}
