package io.onefunnel.marketo.pull;

/** The file of an extract is not what its job says: no row of it is believed. */
final class SpoiltFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoiltFileException(String why) {
        super(why);
    }
}
