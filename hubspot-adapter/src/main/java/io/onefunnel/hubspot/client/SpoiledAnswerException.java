package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;

/** What came is not HubSpot's answer, or not all of it. No part of it counts. */
public final class SpoiledAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final AdapterErrorCode code;
    private final boolean foreign;

    private SpoiledAnswerException(AdapterErrorCode code, String what, boolean foreign) {
        super(what);
        this.code = code;
        this.foreign = foreign;
    }

    /** Something else answered, or HubSpot in a form that nobody knows: asking again would bring the same. */
    public static SpoiledAnswerException foreign(String what) {
        return new SpoiledAnswerException(AdapterErrorCode.UNEXPECTED_RESPONSE, what, true);
    }

    /** A part of it failed at HubSpot. */
    static SpoiledAnswerException partial(AdapterErrorCode code, String what) {
        return new SpoiledAnswerException(code, what, false);
    }

    /** It ends before it is complete: the next one may be whole. */
    static SpoiledAnswerException cut() {
        return new SpoiledAnswerException(AdapterErrorCode.VENDOR_UNAVAILABLE, "it ends before it is complete", false);
    }

    AdapterErrorCode code() {
        return code;
    }

    /** Whether it was made by somebody else, or in a form of HubSpot's that nobody knows. */
    boolean isForeign() {
        return foreign;
    }
}
