package io.onefunnel.salesforce.client;

import java.io.IOException;

/** Somebody answered, and it is not Salesforce's answer, or not all of it. What was asked may have been done. */
public final class UnexpectedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param why for an admin's eyes: no body, no query */
    public UnexpectedAnswerException(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
