package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a person came from, and through whom.
 *
 * @param originalSource the first source in the vendor's words ("organic search"); empty when unknown. For a referred
 *     person it is the source of whoever stands at the beginning of the chain.
 * @param originalCampaign likewise
 * @param originalRecord the record at the beginning of the chain; the person's own first record without a referral
 * @param referral how the person was referred, if at all
 */
public record Attribution(
        Origin origin,
        String originalSource,
        String originalCampaign,
        SourceRef originalRecord,
        Optional<Referral> referral) {
    public Attribution {
        requireNonNull(origin, "origin is null");
        requireNonNull(originalSource, "originalSource is null");
        requireNonNull(originalCampaign, "originalCampaign is null");
        requireNonNull(originalRecord, "originalRecord is null");
    }

    /**
     * A link to the person who passed this one on.
     *
     * @param by the referrer
     * @param record the referrer's record in the connection of the referred person's active record, else any
     * @param depth 1 when the referrer was not referred in turn
     * @param suggested found by the rule of the same account and owner; false when a person entered it
     * @param evidence for people: "Ana Ruiz's colleague, created 3 days after Lee's call"
     */
    public record Referral(PersonId by, SourceRef record, int depth, boolean suggested, String evidence) {}
}
