package io.onefunnel.http;

import java.io.IOException;

/** An answer had no end within what the vendor could have meant. No part of it counts. */
public final class AnswerTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(String host, long most) {
        super("the answer of " + host + " is larger than " + (most >> 20) + " MiB");
    }
}
