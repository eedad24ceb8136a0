package io.onefunnel.scoring.additive;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.policy.Inputs;
import io.onefunnel.scoring.ScoreModel;
import io.onefunnel.scoring.feature.Feature;
import io.onefunnel.scoring.feature.FeatureValue;
import io.onefunnel.scoring.feature.Features;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table of points for each feature; the score is their sum, kept between 0 and 100, and the terms are the reasons. Kept by
 * the size of its tables alone, so that it can be written by hand or fitted.
 */
public final class AdditiveModel implements ScoreModel {
    private final String version;
    private final boolean learned;
    private final Map<Feature, Map<String, Integer>> tables;
    private final Inputs inputs;

    /**
     * @param learned whether outcomes taught it
     * @param tables by feature, the points of each of its levels; a level without points says nothing
     */
    public AdditiveModel(String version, boolean learned, Map<Feature, Map<String, Integer>> tables, Inputs inputs) {
        this.version = version;
        this.learned = learned;
        Map<Feature, Map<String, Integer>> copy = new EnumMap<>(Feature.class);
        tables.forEach((feature, points) -> copy.put(feature, Map.copyOf(points)));
        this.tables = Collections.unmodifiableMap(copy);
        this.inputs = inputs;
    }

    @Override
    public Scored score(CaseFile file, Instant now) {
        Features features = Features.of(file, inputs, now);
        List<ScoreTerm> terms = new ArrayList<>();
        for (FeatureValue value : features.values()) {
            int points = points(value);
            if (points != 0) terms.add(new ScoreTerm(value.level(), value.reason(), points));
        }
        limit(terms);
        override(file, terms);
        return new Scored(new LeadScore(version, learned, terms), features.nextChange());
    }

    private int points(FeatureValue value) {
        return value.times() * tables.getOrDefault(value.feature(), Map.of()).getOrDefault(value.level(), 0);
    }

    private static void limit(List<ScoreTerm> terms) {
        int sum = sum(terms);
        if (sum > 100) terms.add(new ScoreTerm("limit", "capped at 100", 100 - sum));
        if (sum < 0) terms.add(new ScoreTerm("limit", "not below 0", -sum));
    }

    /** A person's own figure outranks the model; the terms stay, so that the difference can be learned from. */
    private static void override(CaseFile file, List<ScoreTerm> terms) {
        int sum = sum(terms);
        file.values(Field.OF_SCORE_OVERRIDE)
                .map(AdditiveModel::number)
                .flatMap(Optional::stream)
                .findFirst()
                .map(wanted -> Math.max(0, Math.min(100, wanted)) - sum)
                .ifPresent(difference -> terms.add(new ScoreTerm("override", "set by a person", difference)));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of((int) Math.round(Double.parseDouble(text)));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static int sum(List<ScoreTerm> terms) {
        return terms.stream().mapToInt(ScoreTerm::points).sum();
    }
}
