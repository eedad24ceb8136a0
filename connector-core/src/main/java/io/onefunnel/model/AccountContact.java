package io.onefunnel.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another person of the same account, or one who was named as the referrer, as far as decisions need to know.
 *
 * @param records of that person
 * @param since when the first of them was made
 * @param lastExchange the latest response in which that person gave something of themselves
 * @param lastTouchBy by each user, the latest done touch
 * @param attribution as last decided; empty before the first decision
 * @param name for evidence on screens inside the company; empty when unknown
 */
public record AccountContact(
        PersonId person,
        List<SourceRef> records,
        Optional<Instant> since,
        Optional<Instant> lastExchange,
        Map<SourceRef, Instant> lastTouchBy,
        Optional<Attribution> attribution,
        String name) {
    public AccountContact {
        records = List.copyOf(records);
        lastTouchBy = Map.copyOf(lastTouchBy);
    }
}
