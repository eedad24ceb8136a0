package io.onefunnel.writeback.actions;

import io.onefunnel.model.ConnectionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which systems hear of funnel events.
 *
 * @param consents those that a marketer confirmed and that take events
 * @param joined by connection, since when it has been read: what a system that was joined later brings along is the past
 */
public record EventSubscribers(Map<ConnectionId, EventConsent> consents, Map<ConnectionId, Instant> joined) {
    public static final EventSubscribers NONE = new EventSubscribers(Map.of(), Map.of());

    public EventSubscribers {
        consents = Map.copyOf(consents);
        joined = Map.copyOf(joined);
    }

    List<ConnectionId> inOrder() {
        return consents.keySet().stream().sorted().toList();
    }

    /** From when on facts of a source are news for a subscriber. */
    Instant since(ConnectionId subscriber, ConnectionId source) {
        EventConsent consent = consents.get(subscriber);
        if (consent == null) return Instant.MAX;
        Instant since = joined.getOrDefault(source, Instant.MIN);
        return since.isAfter(consent.at()) ? since : consent.since();
    }
}
