package io.onefunnel.normalize;

import io.onefunnel.model.CampaignResponse.Offer;
import java.util.Optional;

/** What a response asked for, told by the words of its form, page or campaign. */
public final class OfferNormalizer {
    private static final WordPatterns<Offer> OFFERS = new WordPatterns<>("offers.txt", Offer::valueOf);

    private OfferNormalizer() {}

    /**
     * The first text that names an offer decides.
     *
     * @param responded whether the person gave something of themselves: who only looks at a price page did not ask to talk
     * @param texts the most telling first
     */
    public static Offer of(boolean responded, String... texts) {
        for (String text : texts) {
            Optional<Offer> offer = OFFERS.first(Folding.words(text));
            if (offer.isPresent()) return !responded && offer.get().wantsToTalk() ? Offer.OTHER : offer.get();
        }
        return Offer.OTHER;
    }
}
