package io.onefunnel.model;

import java.time.ZoneId;
import java.util.Optional;

/**
 * A user or queue that owns records.
 *
 * @param email lower case; empty when unknown. Joins the users of several systems.
 * @param queue whether it is a queue: owned by nobody in person
 */
public record User(
        SourceRef ref,
        String name,
        String email,
        boolean active,
        boolean queue,
        Optional<ZoneId> zone,
        Optional<SourceRef> manager) {}
