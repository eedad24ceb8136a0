package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.write.BatchUpdates.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Properties that HubSpot refused whatever was set: one that is not there, or not to be written, will not be for the next
 * batch either. They are left out until somebody may have provisioned them.
 */
final class RefusedProperties {
    /** An admin who provisions a property is believed without a restart. */
    private static final Duration TRIED_AGAIN = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    RefusedProperties(InstantSource clock) {
        this.clock = clock;
    }

    void add(String object, Collection<String> names) {
        Instant end = clock.instant().plus(TRIED_AGAIN);
        names.forEach(name -> until.put(object + "." + name, end));
    }

    boolean has(String object, String name) {
        return clock.instant().isBefore(until.getOrDefault(object + "." + name, Instant.MIN));
    }

    Set<String> of(Row row) {
        if (until.isEmpty()) return Set.of();
        return row.properties().keySet().stream()
                .filter(name -> has(row.type().object(), name))
                .collect(Collectors.toSet());
    }
}
