package io.onefunnel.scoring.feature;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Opportunity;
import java.util.function.Consumer;

/** What the person and the company are about to buy, or bought. */
final class OpportunityFeatures {
    private final CaseFile file;
    private final Ages ages;

    OpportunityFeatures(CaseFile file, Ages ages) {
        this.file = file;
        this.ages = ages;
    }

    void tell(Consumer<FeatureValue> found) {
        if (file.opportunities().stream()
                .anyMatch(each -> !each.closed() && isOwn(each) && ages.happened(each.createdAt()))) {
            found.accept(new FeatureValue(Feature.OPEN_OPPORTUNITY, "open-opportunity", "part of an open opportunity"));
        }
        if (file.opportunities().stream()
                .anyMatch(each ->
                        each.won() && each.closedAt().filter(ages::happened).isPresent())) {
            found.accept(new FeatureValue(Feature.EARLIER_PURCHASE, "customer", "the company bought before"));
        }
    }

    private boolean isOwn(Opportunity opportunity) {
        return opportunity.people().stream().anyMatch(ref -> file.record(ref).isPresent());
    }
}
