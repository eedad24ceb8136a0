package io.onefunnel.app.view;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.PendingCounts;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How much there is and how much waits, counted over the whole store.
 *
 * @param at as of when
 * @param records live records by connection and kind, of connections that were pulled
 * @param people how many there are
 * @param forDecision people whose facts changed or whose decision has run out
 * @param changes records that differ from what they should hold
 * @param actions what is due beside fields
 * @param duplicates proposals that nobody has decided about
 * @param shortfalls of the latest run of each step
 * @param timers by how they stand; those that do not apply are left out
 */
public record Standing(
        Instant at,
        Map<ConnectionId, Map<RecordKind, Long>> records,
        long people,
        long forDecision,
        long changes,
        long actions,
        long duplicates,
        long shortfalls,
        Map<SlaTimer.Status, Long> timers) {
    /** @param inputsHash of what decisions are made with now: those made with others wait */
    public static Standing of(Store store, String inputsHash, Instant now) {
        PendingCounts pending = store.pending().counts(Set.of());
        Map<SlaTimer.Status, Long> timers = new EnumMap<>(SlaTimer.Status.class);
        for (ReportRow row : ReportRow.all(store.reports(), "sla_status")) {
            timers.merge(SlaTimer.Status.valueOf(row.text("status")), row.number("count"), Long::sum);
        }
        return new Standing(
                now,
                store.mirror().counts(),
                store.people().count(),
                store.decisions().waiting(now, inputsHash),
                pending.records(),
                pending.acts(),
                store.proposals().counts().getOrDefault(ProposedMerge.State.PROPOSED, 0L),
                store.runs().openShortfalls().size(),
                timers);
    }

    /** How many timers stand like this. */
    public long timers(SlaTimer.Status status) {
        return timers.getOrDefault(status, 0L);
    }
}
