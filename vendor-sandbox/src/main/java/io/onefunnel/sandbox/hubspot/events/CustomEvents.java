package io.onefunnel.sandbox.hubspot.events;

import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The portal's custom events: how they are defined, and each time that one occurred. */
public final class CustomEvents {
    // "When multiple events have the same ID within a year, the first will be accepted": "Send an event occurrence",
    // uuid.
    private static final Duration UUID_KEPT = Duration.ofDays(365);
    private static final String OUTCOME = "onefunnel_outcome";
    private static final List<String> OUTCOME_PROPERTIES = List.of(
            "outcome",
            "label",
            "stage",
            "reason",
            "sub_reasons",
            "note",
            "amount",
            "currency",
            "close_date",
            "opportunity",
            "opportunity_name",
            "opportunity_stage",
            "source_system",
            "owner",
            "sla",
            "sla_result",
            "program",
            "ledger_key");

    /** @param properties types by internal name */
    record Definition(
            String name,
            String label,
            String description,
            String primaryObject,
            Map<String, String> properties,
            Instant created) {
        String fullyQualifiedName() {
            return "pe" + PortalSettings.PORTAL_ID + "_" + name;
        }
    }

    /** @param shown from when on it can be read back */
    record Occurrence(
            String id, String eventType, String objectId, Instant at, Instant shown, Map<String, String> properties) {}

    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final List<Occurrence> occurrences = new ArrayList<>();
    private final Map<String, Instant> accepted = new HashMap<>();

    public void provideOneFunnel(boolean on, Instant now) {
        if (!on) {
            definitions.remove(OUTCOME);
            return;
        }
        Map<String, String> properties = new LinkedHashMap<>();
        OUTCOME_PROPERTIES.forEach(name -> properties.put(name, "string"));
        definitions.put(OUTCOME, new Definition(OUTCOME, "Sales outcome", "", "CONTACT", properties, now));
    }

    List<Definition> definitions() {
        return List.copyOf(definitions.values());
    }

    Optional<Definition> named(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    Optional<Definition> qualified(String fullyQualifiedName) {
        return definitions.values().stream()
                .filter(each -> each.fullyQualifiedName().equals(fullyQualifiedName))
                .findFirst();
    }

    /** "Previously deleted eventNames cannot be used again": guide "Define custom events". */
    boolean wasDeleted(String name) {
        return deleted.contains(name);
    }

    void define(Definition definition) {
        definitions.put(definition.name(), definition);
    }

    /** "All of the events for that event definition will be deleted": guide "Define custom events". */
    void delete(Definition definition) {
        definitions.remove(definition.name());
        deleted.add(definition.name());
        occurrences.removeIf(each -> each.eventType().equals(definition.fullyQualifiedName()));
    }

    boolean isKnown(String eventType, String uuid, Instant now) {
        Instant first = accepted.get(eventType + " " + uuid);
        return first != null && now.isBefore(first.plus(UUID_KEPT));
    }

    void add(Occurrence occurrence, Instant now) {
        accepted.put(occurrence.eventType() + " " + occurrence.id(), now);
        occurrences.add(occurrence);
    }

    List<Occurrence> occurrences() {
        return List.copyOf(occurrences);
    }

    public int size() {
        return occurrences.size();
    }
}
