package io.onefunnel.scoring;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.LeadScore;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.ScoringRules;
import java.time.Instant;
import java.util.Optional;

/** Scores people by the points of {@code config/scoring.yaml}, until outcomes have taught better ones (R261). */
public final class ColdStartModel {
    private final ScoringRules rules;
    private final Criteria criteria;
    private final String version;

    public ColdStartModel(Inputs inputs) {
        this.rules = inputs.scoring();
        this.criteria = inputs.policy().criteria();
        this.version = "rules-" + rules.version();
    }

    /** 0 to 100; the same facts, rules and instant give the same terms in the same order. */
    public LeadScore score(CaseFile file, Instant now) {
        return new LeadScore(version, false, new ColdStartTerms(file, rules, criteria, new Ages(now)).terms());
    }

    /** When the same facts would next be scored differently; empty when never. */
    public Optional<Instant> validUntil(CaseFile file, Instant now) {
        Ages ages = new Ages(now);
        new ColdStartTerms(file, rules, criteria, ages).terms();
        return ages.nextChange();
    }
}
