package io.onefunnel.scoring.feature;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Touch;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Whether sales and the person talked, and how long nothing was heard. */
final class ConversationFeatures {
    private final CaseFile file;
    private final Activity activity;
    private final Ages ages;

    ConversationFeatures(CaseFile file, Activity activity, Ages ages) {
        this.file = file;
        this.activity = activity;
        this.ages = ages;
    }

    void tell(Consumer<FeatureValue> found) {
        talked(found);
        met(found);
    }

    private void talked(Consumer<FeatureValue> found) {
        if (activity.answers()
                .anyMatch(touch -> touch.result() == Touch.Result.REPLIED && ages.within(touch.at(), Ages.QUARTER))) {
            found.accept(new FeatureValue(Feature.REPLY, "replied", "replied in the last 90 days"));
        }
        if (activity.answers()
                .anyMatch(touch -> touch.channel() == Channel.CALL
                        && touch.result() == Touch.Result.CONNECTED
                        && ages.within(touch.at(), Ages.QUARTER))) {
            found.accept(new FeatureValue(
                    Feature.PHONE_CONVERSATION, "talked-on-the-phone", "talked on the phone in the last 90 days"));
        }
    }

    private void met(Consumer<FeatureValue> found) {
        long held = file.meetings().stream()
                .filter(meeting ->
                        meeting.outcome() == Meeting.Outcome.HELD && ages.within(meeting.end(), Ages.HALF_YEAR))
                .count();
        if (held > 0) {
            String text = held == 1 ? "met us" : "met us " + held + " times";
            found.accept(new FeatureValue(Feature.MEETINGS_HELD, "meeting-held", text));
        }
        file.meetings().stream()
                .filter(meeting -> ages.happened(meeting.start()))
                .max(Comparator.comparing(Meeting::start).thenComparing(Meeting::ref))
                .filter(meeting ->
                        meeting.outcome() == Meeting.Outcome.NO_SHOW && ages.within(meeting.start(), Ages.QUARTER))
                .map(meeting ->
                        new FeatureValue(Feature.LATEST_MEETING, "meeting-missed", "could not make the latest meeting"))
                .ifPresent(found);
    }

    /** Only who was active before can have become quiet; and before activities are known, nobody was quiet. */
    void tellSilence(Consumer<FeatureValue> found) {
        Optional<Instant> latest = Stream.of(
                        activity.responses().map(CampaignResponse::at),
                        activity.answers().map(Touch::at),
                        file.meetings().stream()
                                .filter(meeting -> meeting.outcome() == Meeting.Outcome.HELD)
                                .map(Meeting::end))
                .flatMap(each -> each)
                .filter(ages::happened)
                .max(Comparator.naturalOrder());
        latest.map(at ->
                        file.observableSince().everything().filter(at::isBefore).orElse(at))
                .ifPresent(since -> {
                    if (ages.within(since, Ages.QUARTER)) return;
                    if (ages.within(since, Ages.HALF_YEAR)) {
                        found.accept(new FeatureValue(Feature.SILENCE, "quiet-for-a-quarter", "no sign for 90 days"));
                    } else {
                        found.accept(
                                new FeatureValue(Feature.SILENCE, "quiet-for-half-a-year", "no sign for half a year"));
                    }
                });
    }
}
