package io.onefunnel.salesforce.client;

import java.io.IOException;

/** Somebody answered, and it is not Salesforce's answer, or not all of it. What was asked may have been done. */
public final class UnexpectedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean brokeOff;

    /** @param why for an admin's eyes: no body, no query */
    public UnexpectedAnswerException(String why) {
        this(why, false);
    }

    private UnexpectedAnswerException(String why, boolean brokeOff) {
        super(why);
        this.brokeOff = brokeOff;
    }

    /** Of an answer whose connection ended before it did. */
    static UnexpectedAnswerException brokeOff(String host) {
        return new UnexpectedAnswerException("the answer of " + host + " broke off", true);
    }

    /** Whether it will pass: networks do that now and then. */
    boolean brokeOff() {
        return brokeOff;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
