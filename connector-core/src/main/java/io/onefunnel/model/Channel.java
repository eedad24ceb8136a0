package io.onefunnel.model;

/** By which means somebody was reached, or responded. */
public enum Channel implements Labelled {
    CALL,
    EMAIL,
    SOCIAL,
    MEETING,
    CHAT,
    /** A conversational assistant that writes by itself. */
    AUTOMATED_ASSISTANT,
    FORM,
    WEB,
    CAMPAIGN,
    TASK,
    OTHER
}
