package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.onefunnel.http.AnswerTooLargeException;
import io.onefunnel.http.VendorHttp;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A call without an answer that counts.
 *
 * @param code what it is called: UNREACHABLE only where nobody answered
 * @param what happened, without anything that was sent or came
 * @param neverSent whether the request cannot have come to the vendor
 */
record BrokenCall(AdapterErrorCode code, String what, boolean neverSent) {
    /** @param answered the head of the answer, where one had come */
    static BrokenCall of(IOException e, @Nullable Response answered) {
        if (e instanceof SpoiledAnswerException spoiled) {
            String whose = spoiled.isForeign() ? notTheVendors(answered) : "HubSpot's answer is not whole: ";
            return new BrokenCall(spoiled.code(), whose + e.getMessage(), false);
        }
        if (e instanceof JsonEOFException) return of(SpoiledAnswerException.cut(), answered);
        if (e instanceof JsonProcessingException) {
            return of(SpoiledAnswerException.foreign("it is no JSON"), answered);
        }
        if (e instanceof AnswerTooLargeException) {
            return new BrokenCall(AdapterErrorCode.UNEXPECTED_RESPONSE, String.valueOf(e.getMessage()), false);
        }
        if (isConnecting(e)) return new BrokenCall(AdapterErrorCode.UNREACHABLE, "HubSpot cannot be reached", true);
        // A thread that is told to stop makes OkHttp throw the same, with these words.
        boolean late = e instanceof InterruptedIOException && !"interrupted".equals(e.getMessage());
        if (late) {
            return new BrokenCall(AdapterErrorCode.VENDOR_UNAVAILABLE, "HubSpot's answer did not end in time", false);
        }
        if (answered != null) {
            return new BrokenCall(AdapterErrorCode.VENDOR_UNAVAILABLE, "HubSpot's answer broke off", false);
        }
        return new BrokenCall(AdapterErrorCode.UNREACHABLE, "HubSpot cannot be reached", false);
    }

    /** The connection was never made. */
    private static boolean isConnecting(IOException e) {
        return e instanceof ConnectException || e instanceof UnknownHostException || VendorHttp.isLateToConnect(e);
    }

    private static String notTheVendors(@Nullable Response answered) {
        return answered == null
                ? "not HubSpot's answer: "
                : "not HubSpot's answer (" + type(answered) + " from "
                        + answered.request().url().host() + "): ";
    }

    /** What came, as messages say it: its type, or that it has none. */
    static String type(Response answered) {
        String media = VendorHttp.mediaType(answered);
        return media.isEmpty() ? "of no type" : media;
    }
}
