package io.onefunnel.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something a person did towards us. People merge, responses stay.
 *
 * @param responded whether the person gave something of themselves (a form, a registration): an Exchange. A page view
 *     or a click is behaviour, not an Exchange.
 * @param subject the form, page or member status, as the vendor names it
 */
public record CampaignResponse(
        SourceRef ref,
        SourceRef person,
        Instant at,
        Channel channel,
        Offer offer,
        boolean responded,
        boolean automated,
        String subject,
        Optional<SourceRef> campaign) {

    /** What was asked for. The first three are an explicit wish to talk. */
    public enum Offer {
        DEMO,
        PRICING,
        TALK_TO_EXPERT,
        CONTENT,
        WEBINAR,
        EVENT,
        OTHER;

        public boolean wantsToTalk() {
            return this == DEMO || this == PRICING || this == TALK_TO_EXPERT;
        }
    }
}
