package io.onefunnel.model;

/** What a vendor's record is to the funnel. Which vendor types make up a kind is the mapping's matter. */
public enum RecordKind implements Labelled {
    /** Somebody who may buy: a lead, a contact. */
    PERSON,
    COMPANY,
    OPPORTUNITY,
    /** A person's part in an opportunity. */
    CONTACT_ROLE,
    /** A campaign or program that responses belong to. */
    CAMPAIGN,
    /** Something a person did towards us: a form, a registration, a visit. Never lost, never merged. */
    RESPONSE,
    /** Something we did towards a person, or an answer to it: a call, an e-mail. */
    TOUCH,
    MEETING,
    /** A user or a queue that owns records. */
    USER;

    /** Whether records of this kind happen once and do not change afterwards. */
    public boolean isEvent() {
        return this == RESPONSE || this == TOUCH;
    }
}
