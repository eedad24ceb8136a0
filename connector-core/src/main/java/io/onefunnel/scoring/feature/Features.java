package io.onefunnel.scoring.feature;

import io.onefunnel.model.CaseFile;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.ScoringRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a score may rest on, as of an instant: the same facts and instant give the same values in the same order. What is
 * unknown gives none.
 *
 * @param nextChange when time alone would give other values; empty when it never would
 */
public record Features(List<FeatureValue> values, Optional<Instant> nextChange) {
    public Features {
        values = List.copyOf(values);
    }

    public static Features of(CaseFile file, Inputs inputs, Instant now) {
        Ages ages = new Ages(now);
        Activity activity = new Activity(file, ages);
        ScoringRules fit = inputs.scoring();
        PersonFeatures person = new PersonFeatures(file, fit.functions());
        ConversationFeatures conversations = new ConversationFeatures(file, activity, ages);
        List<FeatureValue> values = new ArrayList<>();
        new ResponseFeatures(activity, ages).tell(values::add);
        person.tell(values::add);
        new CompanyFeatures(file, ages, inputs.policy().criteria(), fit.employeesFrom()).tell(values::add);
        conversations.tell(values::add);
        new OpportunityFeatures(file, ages).tell(values::add);
        conversations.tellSilence(values::add);
        person.tellConsent(values::add);
        return new Features(values, ages.nextChange());
    }
}
