package io.onefunnel.policy;

import io.onefunnel.model.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The default policy, with the lists that are empty there because each company has its own. */
public final class DefaultPolicy {
    private DefaultPolicy() {}

    public static Policy with(
            List<IdealCustomer> customers, List<String> stages, List<String> nextSales, Map<String, Origin> origins) {
        Criteria usual = Criteria.DEFAULT;
        Criteria criteria = new Criteria(
                usual.approval(),
                usual.fields(),
                usual.personalEmail(),
                usual.bogus(),
                usual.scoreThreshold(),
                usual.qualifyingStatuses(),
                usual.qualifyingLifecycles(),
                customers,
                stages,
                nextSales,
                new TreeMap<>(origins),
                usual.referralDays());
        return Policy.of(criteria, FollowUp.DEFAULT, Handoff.DEFAULT, Feedback.DEFAULT, Optional.empty());
    }
}
