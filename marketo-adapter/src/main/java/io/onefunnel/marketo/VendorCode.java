package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Recovery;
import java.util.Set;

/**
 * One kind of refusal.
 *
 * @param code "1018"; "HTTP 503"; empty where no answer came or the refusal is our own
 * @param meaning in the words of the contract, once nothing more is tried
 * @param tries how often the same request is sent at most
 */
record VendorCode(String code, Reaction reaction, AdapterErrorCode meaning, int tries) {
    static final int USUAL_TRIES = 6;

    // "Error Codes" says that 6xx were not executed; a time-out and a system error are not believed that.
    private static final Set<String> MAY_HAVE_RUN = Set.of("500", "502", "604", "611");

    /** A refusal without a code of the vendor, tried once. */
    static VendorCode own(AdapterErrorCode meaning) {
        Reaction reaction = switch (meaning.recovery()) {
            case RETRY_LATER -> Reaction.RETRY;
            case REAUTHENTICATE -> Reaction.REAUTHENTICATE;
            case SKIP_RECORD -> Reaction.RECORD;
            case ASK_ADMIN -> Reaction.CONFIG;
            case STOP_UNTIL_QUOTA_RESET -> Reaction.QUOTA;
        };
        return new VendorCode("", reaction, meaning, 1);
    }

    /** No answer came. */
    static VendorCode unreachable() {
        return new VendorCode("", Reaction.RETRY, AdapterErrorCode.UNREACHABLE, USUAL_TRIES);
    }

    /** An answer that is not Marketo's own: errors of Marketo come with HTTP 200. */
    static VendorCode http(int status) {
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new VendorCode(
                "HTTP " + status,
                passing ? Reaction.RETRY : Reaction.BUG,
                passing ? AdapterErrorCode.VENDOR_UNAVAILABLE : AdapterErrorCode.UNEXPECTED_RESPONSE,
                passing ? USUAL_TRIES : 1);
    }

    /** Whether the request may have been executed although it was answered so. */
    boolean mayHaveRun() {
        return MAY_HAVE_RUN.contains(code) || code.startsWith("HTTP 5") || code.equals("not JSON");
    }

    boolean isRepeated() {
        return reaction == Reaction.RETRY || reaction == Reaction.THROTTLE;
    }

    /** Whether one record among several may be the reason, so that the others go through without it. */
    boolean isOfARecord() {
        return meaning.recovery() == Recovery.SKIP_RECORD || code.equals("611") || code.equals("HTTP 413");
    }
}
