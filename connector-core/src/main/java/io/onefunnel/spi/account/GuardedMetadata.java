package io.onefunnel.spi.account;

import io.onefunnel.spi.AccountMetadata;
import java.util.List;

/** An account's own words, once it is sure whose account it is. */
record GuardedMetadata(AccountMetadata metadata, Runnable guard) implements AccountMetadata {
    @Override
    public List<PipelineStage> stages() {
        guard.run();
        return metadata.stages();
    }

    @Override
    public List<PersonStatus> statuses() {
        guard.run();
        return metadata.statuses();
    }

    @Override
    public List<BusinessHours> businessHours() {
        guard.run();
        return metadata.businessHours();
    }

    @Override
    public List<CampaignStatus> campaignStatuses() {
        guard.run();
        return metadata.campaignStatuses();
    }
}
