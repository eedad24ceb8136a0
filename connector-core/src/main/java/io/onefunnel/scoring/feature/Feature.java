package io.onefunnel.scoring.feature;

/** What a score may rest on: one question about a person each, answered by a level or not at all. */
public enum Feature {
    /** How long ago the person last asked to talk to somebody. */
    ASKED_TO_TALK,
    PRICING_INTEREST,
    LATEST_RESPONSE,
    RESPONSE_COUNT,
    EVENT_ATTENDANCE,
    JOB_LEVEL,
    JOB_FUNCTION,
    EMAIL_KIND,
    COMPANY_SIZE,
    CUSTOMER_PROFILE,
    ACTIVE_COLLEAGUES,
    REPLY,
    PHONE_CONVERSATION,
    MEETINGS_HELD,
    LATEST_MEETING,
    OPEN_OPPORTUNITY,
    EARLIER_PURCHASE,
    /** How long nothing was heard of somebody who had been active. */
    SILENCE,
    EMAIL_CONSENT
}
