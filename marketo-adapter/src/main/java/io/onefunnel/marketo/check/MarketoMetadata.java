package io.onefunnel.marketo.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.client.ErrorTranslation;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.ProgramChannels;
import io.onefunnel.spi.AccountMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * The statuses of members, by channel: what `outcome-program-status` may name. Marketo's API describes no values of the
 * lead's status, which is free text, no stages of opportunities, which belong to the CRM, and no hours.
 */
public final class MarketoMetadata implements AccountMetadata {
    private final ProgramChannels channels;

    public MarketoMetadata(MarketoClient client) {
        this.channels = new ProgramChannels(client);
    }

    @Override
    public List<PipelineStage> stages() {
        return List.of();
    }

    @Override
    public List<PersonStatus> statuses() {
        return List.of();
    }

    @Override
    public List<BusinessHours> businessHours() {
        return List.of();
    }

    @Override
    public List<CampaignStatus> campaignStatuses() {
        return ErrorTranslation.translate(() -> {
            List<CampaignStatus> all = new ArrayList<>();
            channels.all().forEach((channel, statuses) -> {
                for (JsonNode status : statuses) {
                    if (status.path("hidden").asBoolean()) continue;
                    all.add(new CampaignStatus(
                            channel,
                            status.path("name").asText(""),
                            status.path("step").asInt(),
                            status.path("success").asBoolean()));
                }
            });
            return all;
        });
    }
}
