package io.onefunnel.scoring.feature;

import io.onefunnel.model.CampaignResponse.Offer;
import java.util.function.Consumer;

/** What a person asked for, and how recently. */
final class ResponseFeatures {
    private static final int OFTEN = 3;

    private final Activity activity;
    private final Ages ages;

    ResponseFeatures(Activity activity, Ages ages) {
        this.activity = activity;
        this.ages = ages;
    }

    void tell(Consumer<FeatureValue> found) {
        askedToTalk(found);
        pricing(found);
        latest(found);
        count(found);
        event(found);
    }

    private void askedToTalk(Consumer<FeatureValue> found) {
        activity.latest(response -> response.offer().wantsToTalk()).ifPresent(response -> {
            String did = did(response.offer());
            if (ages.within(response.at(), Ages.WEEK)) {
                found.accept(value(Feature.ASKED_TO_TALK, "asked-to-talk-this-week", did + " this week"));
            } else if (ages.within(response.at(), Ages.MONTH)) {
                found.accept(value(Feature.ASKED_TO_TALK, "asked-to-talk-this-month", did + " this month"));
            } else if (ages.within(response.at(), Ages.QUARTER)) {
                found.accept(value(Feature.ASKED_TO_TALK, "asked-to-talk-this-quarter", did + " in the last 90 days"));
            } else {
                found.accept(value(Feature.ASKED_TO_TALK, "asked-to-talk-earlier", did + " some time ago"));
            }
        });
    }

    private void pricing(Consumer<FeatureValue> found) {
        activity.latest(response -> response.offer() == Offer.PRICING)
                .filter(response -> ages.within(response.at(), Ages.QUARTER))
                .map(response ->
                        value(Feature.PRICING_INTEREST, "asked-for-pricing", "looked at prices in the last 90 days"))
                .ifPresent(found);
    }

    private void latest(Consumer<FeatureValue> found) {
        activity.latest(response -> true).ifPresent(response -> {
            if (ages.within(response.at(), Ages.MONTH)) {
                found.accept(value(Feature.LATEST_RESPONSE, "responded-this-month", "responded this month"));
            } else if (ages.within(response.at(), Ages.QUARTER)) {
                found.accept(value(Feature.LATEST_RESPONSE, "responded-this-quarter", "responded in the last 90 days"));
            }
        });
    }

    private void count(Consumer<FeatureValue> found) {
        long count = activity.responses()
                .filter(response -> ages.within(response.at(), Ages.QUARTER))
                .count();
        if (count >= OFTEN) {
            found.accept(value(Feature.RESPONSE_COUNT, "responded-often", count + " responses in the last 90 days"));
        }
    }

    private void event(Consumer<FeatureValue> found) {
        activity.latest(response -> response.offer() == Offer.WEBINAR || response.offer() == Offer.EVENT)
                .filter(response -> ages.within(response.at(), Ages.QUARTER))
                .map(response -> value(
                        Feature.EVENT_ATTENDANCE,
                        "joined-an-event",
                        response.offer() == Offer.WEBINAR
                                ? "webinar in the last 90 days"
                                : "event in the last 90 days"))
                .ifPresent(found);
    }

    private static FeatureValue value(Feature feature, String level, String reason) {
        return new FeatureValue(feature, level, reason);
    }

    private static String did(Offer offer) {
        return switch (offer) {
            case DEMO -> "asked for a demo";
            case PRICING -> "asked for a price";
            case TALK_TO_EXPERT -> "asked to talk to an expert";
            case CONTENT, WEBINAR, EVENT, OTHER -> "responded";
        };
    }
}
