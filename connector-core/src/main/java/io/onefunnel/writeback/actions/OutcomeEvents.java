package io.onefunnel.writeback.actions;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PendingAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One event for each outcome and subscriber: two records of one person there are one marketing contact twice. */
final class OutcomeEvents {
    private final CaseFile file;
    private final List<FunnelEvent> events;
    private final EventSubscribers subscribers;
    private final OriginatingResponses responses;
    private final EventDescription description;

    OutcomeEvents(CaseFile file, Decision decision, List<FunnelEvent> events, EventSubscribers subscribers) {
        this.file = file;
        this.events = events;
        this.subscribers = subscribers;
        this.responses = new OriginatingResponses(file, decision);
        this.description = new EventDescription(file, decision, responses);
    }

    /** In the order of subscribers and then of time. */
    List<PendingAction> due() {
        List<PendingAction> actions = new ArrayList<>();
        for (ConnectionId subscriber : subscribers.inOrder()) {
            for (FunnelEvent event : events) {
                if (event.at()
                        .isBefore(subscribers.since(subscriber, event.source().connection()))) continue;
                Optional<CampaignResponse> originating = originating(event, subscriber);
                recipient(subscriber, originating).ifPresent(on -> actions.add(publication(event, on, originating)));
            }
        }
        return actions;
    }

    private PendingAction publication(FunnelEvent event, SourceRef on, Optional<CampaignResponse> originating) {
        Optional<SourceRef> program = originating.flatMap(CampaignResponse::campaign);
        String why = event.reason().isEmpty() ? event.evidence() : event.reason();
        return new PendingAction(
                file.person(),
                on,
                event.key(),
                new PendingAction.Publish(
                        LedgerKeys.of(event.key(), on),
                        event.label(),
                        event.at(),
                        program,
                        description.of(event, program)),
                evidence(event),
                event.label() + (why.isEmpty() ? "" : ": " + why));
    }

    /** The record whose response began the work, else the oldest: neither changes when a duplicate appears. */
    private Optional<SourceRef> recipient(ConnectionId subscriber, Optional<CampaignResponse> originating) {
        List<PersonRecord> there = file.records().stream()
                .filter(record -> record.ref().connection().equals(subscriber))
                .filter(record -> record.link(LinkRole.CONVERTED_TO).isEmpty())
                .toList();
        Optional<SourceRef> responded = originating
                .map(CampaignResponse::person)
                .filter(person -> there.stream().anyMatch(record -> record.ref().equals(person)));
        return responded.or(() -> there.stream()
                .min(Comparator.comparing(OutcomeEvents::since).thenComparing(PersonRecord::ref))
                .map(PersonRecord::ref));
    }

    private static Instant since(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? record.version() : created;
    }

    /** What could still be taken back until the event is sent; a stage that was entered stays entered. */
    private static List<SourceRef> evidence(FunnelEvent event) {
        return switch (event.kind()) {
            case DISQUALIFIED, RECYCLED, OPPORTUNITY_CREATED, OPPORTUNITY_REOPENED, CLOSED_WON, CLOSED_LOST ->
                List.of(event.source());
            case STAGE_ENTERED, MEETING_HELD, MEETING_NO_SHOW, SLA_MET, SLA_MISSED -> List.of();
        };
    }

    private Optional<CampaignResponse> originating(FunnelEvent event, ConnectionId subscriber) {
        return responses.of(event, Optional.of(subscriber));
    }
}
