package io.onefunnel.scoring.feature;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Touch;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a person did, as far as it had happened. */
final class Activity {
    private final CaseFile file;
    private final Ages ages;

    Activity(CaseFile file, Ages ages) {
        this.file = file;
        this.ages = ages;
    }

    Stream<CampaignResponse> responses() {
        return file.responses().stream().filter(response -> response.responded() && ages.happened(response.at()));
    }

    Optional<CampaignResponse> latest(Predicate<CampaignResponse> which) {
        return responses()
                .filter(which)
                .max(Comparator.comparing(CampaignResponse::at).thenComparing(CampaignResponse::ref));
    }

    /** What the person answered; an automated assistant's dialogue counts, a machine's opened mail does not. */
    Stream<Touch> answers() {
        return file.touches().stream()
                .filter(Touch::done)
                .filter(touch -> !touch.automated() || touch.channel() == Channel.AUTOMATED_ASSISTANT)
                .filter(touch -> touch.result() == Touch.Result.CONNECTED
                        || (touch.direction() == Touch.Direction.INBOUND && touch.result() == Touch.Result.REPLIED))
                .filter(touch -> ages.happened(touch.at()));
    }
}
