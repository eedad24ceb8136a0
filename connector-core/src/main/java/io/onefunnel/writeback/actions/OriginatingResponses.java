package io.onefunnel.writeback.actions;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the response that a person's work began with. */
final class OriginatingResponses {
    private final CaseFile file;
    private final Decision decision;

    OriginatingResponses(CaseFile file, Decision decision) {
        this.file = file;
        this.decision = decision;
    }

    /**
     * The response that began the work: the one that made the person a Conversation Lead; where that has no campaign in
     * the wanted system, the latest one before it that has, else the first.
     *
     * @param in the system that must know it; empty for any
     */
    Optional<CampaignResponse> of(FunnelEvent event, Optional<ConnectionId> in) {
        Optional<StageEntry> entry = Stream.concat(file.stages().stream(), decision.entered().stream())
                .filter(each -> each.stage() == Stage.CONVERSATION_LEAD && each.cycle() == event.cycle())
                .findFirst();
        Instant until = entry.map(StageEntry::at).orElse(event.at());
        List<CampaignResponse> ofCampaigns = file.responses().stream()
                .filter(response -> response.campaign()
                        .filter(campaign ->
                                in.isEmpty() || campaign.connection().equals(in.get()))
                        .isPresent())
                .filter(response -> in.isEmpty() || response.ref().connection().equals(in.get()))
                .toList();
        Optional<CampaignResponse> itself = ofCampaigns.stream()
                .filter(response -> entry.filter(each -> each.source().equals(response.ref()))
                        .isPresent())
                .findFirst();
        return itself.or(() -> ofCampaigns.stream()
                        .filter(response -> !response.at().isAfter(until))
                        .reduce((earlier, later) -> later))
                .or(() -> ofCampaigns.stream().findFirst());
    }
}
