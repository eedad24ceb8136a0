package io.onefunnel.state;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.writeback.actions.EventConsent;
import java.time.Instant;
import java.util.Map;

/** Whom outcomes may be told: nobody, until a marketer has said that the triggers are off for the first load. */
public interface EventConsents {
    /** The connections that somebody confirmed. */
    Map<ConnectionId, EventConsent> confirmations();

    /**
     * Allows outcomes to be told to a connection; what happened before {@code since} never is. Confirming again changes who
     * said so and leaves {@code since} as it was: nothing that was the past becomes news.
     */
    void confirm(ConnectionId connection, Instant since, String who, Instant at);
}
