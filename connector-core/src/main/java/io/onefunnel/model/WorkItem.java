package io.onefunnel.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The work on a person, which the stage and the timers belong to. Two Leads and a Contact of one person have one work
 * item and one active record; conversion moves it to the contact.
 *
 * @param cycle 1 for the first piece of work, one more at each re-engagement
 * @param startedAt when this cycle's Conversation Lead stage was entered; empty before that
 * @param active the record that carries it in the system of record, else the most telling one
 * @param owner who owns the active record
 */
public record WorkItem(
        PersonId person, int cycle, Optional<Instant> startedAt, SourceRef active, Optional<SourceRef> owner) {}
