package io.onefunnel.scoring.additive;

import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.policy.ScoringRules.Rule;
import io.onefunnel.scoring.feature.Feature;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The model before outcomes have taught a better one: the points of {@code config/scoring.yaml}, written by hand. */
public final class ColdStart {
    private ColdStart() {}

    public static AdditiveModel model(Inputs inputs) {
        ScoringRules rules = inputs.scoring();
        Map<Feature, Map<String, Integer>> tables = new EnumMap<>(Feature.class);
        for (Rule rule : Rule.values()) {
            tables.computeIfAbsent(featureOf(rule), feature -> new HashMap<>()).put(rule.key(), rules.of(rule));
        }
        return new AdditiveModel("rules-" + rules.version(), false, tables, inputs);
    }

    private static Feature featureOf(Rule rule) {
        return switch (rule) {
            case ASKED_TO_TALK_THIS_WEEK, ASKED_TO_TALK_THIS_MONTH, ASKED_TO_TALK_THIS_QUARTER, ASKED_TO_TALK_EARLIER ->
                Feature.ASKED_TO_TALK;
            case ASKED_FOR_PRICING -> Feature.PRICING_INTEREST;
            case RESPONDED_THIS_MONTH, RESPONDED_THIS_QUARTER -> Feature.LATEST_RESPONSE;
            case RESPONDED_OFTEN -> Feature.RESPONSE_COUNT;
            case JOINED_AN_EVENT -> Feature.EVENT_ATTENDANCE;
            case LEVEL_EXECUTIVE, LEVEL_DIRECTOR, LEVEL_MANAGER -> Feature.JOB_LEVEL;
            case FUNCTION_FITS -> Feature.JOB_FUNCTION;
            case WORK_EMAIL, PERSONAL_EMAIL, UNUSABLE_EMAIL -> Feature.EMAIL_KIND;
            case COMPANY_SIZE_FITS -> Feature.COMPANY_SIZE;
            case IDEAL_CUSTOMER -> Feature.CUSTOMER_PROFILE;
            case EACH_ACTIVE_COLLEAGUE -> Feature.ACTIVE_COLLEAGUES;
            case REPLIED -> Feature.REPLY;
            case TALKED_ON_THE_PHONE -> Feature.PHONE_CONVERSATION;
            case MEETING_HELD -> Feature.MEETINGS_HELD;
            case MEETING_MISSED -> Feature.LATEST_MEETING;
            case OPEN_OPPORTUNITY -> Feature.OPEN_OPPORTUNITY;
            case CUSTOMER -> Feature.EARLIER_PURCHASE;
            case QUIET_FOR_A_QUARTER, QUIET_FOR_HALF_A_YEAR -> Feature.SILENCE;
            case OPTED_OUT -> Feature.EMAIL_CONSENT;
        };
    }
}
